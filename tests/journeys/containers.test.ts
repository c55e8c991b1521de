import { afterAll, beforeAll, expect, test } from "vitest";
import { type Stack, startStack } from "../harness/stack.ts";
import { makeRuler, type RulerOptions } from "../makers/ruler.ts";
import { RULER_KINDS } from "../makers/ruler-kinds.ts";

/** Parts of a quarter of a minute, so that a recording which is made in a second has seams. */
const PART_SECONDS = 15;
const SECONDS = 50;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ settings: { TRANSCRIBE_PART_SECONDS: String(PART_SECONDS) } });
});
afterAll(() => stack[Symbol.asyncDispose]());

const spoken = (passages: { text?: string }[]): number[] =>
  passages.flatMap(({ text = "" }) => [...text.matchAll(/\bs(\d+)\b/g)].map(([, second]) => Number(second)));

/** Sends a ruler as a file with a name that says nothing, and answers the seconds of its delivered transcript. */
async function transcribe(options: RulerOptions, on = stack) {
  const { telegram, query } = on;
  const user = telegram.addUser({ language_code: "en" });
  const sent = await telegram.sendDocument(user, await makeRuler(options), { file_name: "recording" });
  const last = `s${options.seconds - 1}`;
  await telegram.waitFor(
    user.id,
    ({ reply_to_message, document, text }) =>
      reply_to_message?.message_id === sent.message_id &&
      (document !== undefined || new RegExp(`\\b${last}\\b`).test(text ?? "")),
    120_000,
  );
  const [row] = await query<{
    passages: { text?: string }[];
    coverage: number;
    seconds: number;
    parts: number;
  }>(
    `select passages, coverage, seconds, (select count(*)::int from transcript_parts where transcript_id = id) as parts
       from transcripts where chat_id = $1`,
    [user.id],
  );
  if (!row) throw new Error("there is no transcript");
  return { ...row, spoken: spoken(row.passages) };
}
const all = (seconds: number) => Array.from({ length: seconds }, (_, i) => i);

test.each(Object.entries(RULER_KINDS))(
  "%s: every second is in the text once and in order",
  async (_, kind) => {
    const heard = await transcribe({ ...kind, seconds: SECONDS });
    expect(heard.spoken).toEqual(all(SECONDS));
    expect(heard.parts).toBeGreaterThanOrEqual(3);
    expect(heard.coverage).toBe(1);
    expect(heard.seconds).toBeCloseTo(SECONDS, 0);
  },
);

test.each([1, 2, 5])("a recording of %i s is one part and one text", async (seconds) => {
  const heard = await transcribe({ container: "ogg", codec: "opus", seconds });
  expect([heard.spoken, heard.parts]).toEqual([all(seconds), 1]);
});

test("not one part made a strict decoder complain, and no request broke a vendor's rules", () => {
  expect(stack.openai.violations()).toEqual([]);
  expect(stack.telegram.violations()).toEqual([]);
});

test("an hour and a half in parts of twenty minutes loses and doubles nothing", async () => {
  await using long = await startStack({ settings: { TRANSCRIBE_PART_SECONDS: "1200" } });
  const seconds = 90 * 60;
  const heard = await transcribe({ container: "ogg", codec: "opus", bitrate: 16_000, seconds }, long);
  expect(heard.spoken).toEqual(all(seconds));
  expect(heard.parts).toBe(5);
  expect(long.openai.violations()).toEqual([]);
}, 180_000);
