import { expect, test } from "vitest";
import { eventually, type Stack, startStack } from "../harness/stack.ts";
import { makeRuler } from "../makers/ruler.ts";

/** A recording with its text, and somebody who has just asked who said what. */
async function askWhoSaidWhat(stack: Stack) {
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const ruler = await makeRuler({ seconds: 20, container: "ogg", codec: "opus" });
  await telegram.sendVoice(user, ruler);
  const text = await telegram.waitFor(user.id, (message) => message.text?.includes("s19") === true);
  await eventually(
    "delivered",
    async () => (await stack.query("select 1 from transcripts where state = 'delivered'")).length === 1,
  );
  await stack.query("update users set glossary = '{Aigul}'");
  await telegram.tap(user, text, "👥 Who said what");
  const offer = await telegram.waitFor(user.id, (message) => message.text?.includes("Length 0:20") === true);
  await telegram.tap(user, offer, "▶️ Begin");
  return { user, text };
}
const turns = ({ text }: { text?: string }) => /Voice 1: s0[\s\S]*Voice 2: s10/.test(text ?? "");

test("a power cut while FAL is at work loses nothing, and is not paid for twice", async () => {
  await using stack = await startStack();
  const { telegram, fal } = stack;
  const { user } = await askWhoSaidWhat(stack);
  await eventually("submitted and noted", async () => {
    const noted = await stack.query("select 1 from transcript_parts where request_id is not null");
    return fal.requests().length === 1 && noted.length === 1;
  });
  await stack.restart();
  await stack.later();
  await telegram.waitFor(user.id, turns, 20_000);
  expect(fal.requests()).toHaveLength(1);
  expect(fal.violations()).toEqual([]);
});

test("a request that FAL has lost is made anew", async () => {
  await using stack = await startStack();
  const { user } = await askWhoSaidWhat(stack);
  stack.fal.faults.add({ route: "/status", status: 404, times: 1 });
  await stack.telegram.waitFor(user.id, turns, 30_000);
  expect(stack.fal.requests().length).toBeLessThanOrEqual(2);
});

test("when FAL cannot do it the text that was there stays, and its owner can try again", async () => {
  await using stack = await startStack();
  const { telegram, fal } = stack;
  fal.faults.add({ route: "fal-ai/whisper", outcome: { status: 422 }, times: 1 });
  const { user, text } = await askWhoSaidWhat(stack);
  const told = await telegram.waitFor(
    user.id,
    (message) =>
      message.reply_markup?.inline_keyboard.flat().some((button) => button.text.startsWith("🔁")) === true,
    20_000,
  );
  expect(telegram.messages(user.id).some(({ message_id }) => message_id === text.message_id)).toBe(true);
  const [row] = await stack.query("select state, text from transcripts");
  expect(row).toMatchObject({ state: "delivered", text: expect.stringContaining("s19") });
  expect(told.text).toContain("stays as it was");
  await telegram.tap(user, told, told.reply_markup?.inline_keyboard[0]?.[0]?.text ?? "");
  await telegram.waitFor(user.id, turns, 20_000);
  await eventually("the old text is gone", () =>
    telegram.messages(user.id).every(({ message_id }) => message_id !== text.message_id),
  );
});

const NOTHING = { text: "", chunks: [], inferred_languages: [] };

test("FAL that hears nothing where there is sound is asked once more without hints, and nobody notices", async () => {
  await using stack = await startStack();
  stack.fal.faults.add({ route: "fal-ai/whisper", outcome: { body: NOTHING }, times: 1 });
  const { user } = await askWhoSaidWhat(stack);
  const answer = await stack.telegram.waitFor(user.id, turns, 30_000);
  expect(answer.text).not.toContain("⚠️");
  expect(stack.fal.requests().map(({ input }) => input.prompt)).toEqual(["Aigul.", undefined]);
  expect(stack.fal.violations()).toEqual([]);
});

test("when FAL hears nothing again the good text and its message stay, and no coins are taken", async () => {
  await using stack = await startStack();
  const { telegram, fal } = stack;
  fal.faults.add({ route: "fal-ai/whisper", outcome: { body: NOTHING } });
  const { user, text } = await askWhoSaidWhat(stack);
  const told = await telegram.waitFor(
    user.id,
    (message) => message.text?.includes("no words could be made out") === true,
    30_000,
  );
  expect(told.text).toContain("stays as it was");
  expect(fal.requests()).toHaveLength(2);
  expect(await stack.query("select state, text from transcripts")).toEqual([
    { state: "delivered", text: expect.stringContaining("s19") },
  ]);
  expect(telegram.messages(user.id).some(({ message_id }) => message_id === text.message_id)).toBe(true);
});

test("a hearing that was stopped leaves the text as it was, and can be begun again", async () => {
  await using stack = await startStack();
  const { telegram, fal } = stack;
  fal.faults.add({ route: "fal-ai/whisper", delayMs: 3000, times: 1 });
  const { user, text } = await askWhoSaidWhat(stack);
  // As if voices had been told apart before, and counted the other way round.
  await stack.query(
    `update transcripts set speakers = '{"2": "Ann"}', passages = jsonb_build_array(
       jsonb_build_object('from', 0, 'to', 10, 'text', 'one', 'speaker', '2'),
       jsonb_build_object('from', 10, 'to', 20, 'text', 'two', 'speaker', '1'))`,
  );
  // A tap and a message travel apart: the message may overtake.
  await eventually("it has begun", async () => {
    return (
      (await stack.query("select 1 from transcripts where state in ('received', 'transcribing')")).length ===
      1
    );
  });
  await telegram.sendText(user, "/cancel");
  await telegram.waitFor(user.id, (message) => message.text?.includes("1 recording") === true);
  const [row] = await stack.query("select state, text, speakers from transcripts");
  expect(row).toMatchObject({
    state: "delivered",
    text: expect.stringContaining("s19"),
    speakers: { "2": "Ann" },
  });
  await telegram.waitFor(user.id, (message) => message.text?.includes("stays as it was") === true);
  await telegram.tap(user, text, "💬 SRT");
  const file = await telegram.waitFor(user.id, ({ document }) => document !== undefined);
  await telegram.tap(user, text, "👥 Who said what");
  const offer = await telegram.waitFor(
    user.id,
    (message) => message.message_id > file.message_id && message.text?.includes("Length 0:20") === true,
  );
  await telegram.tap(user, offer, "▶️ Begin");
  // Her name went with her to another label.
  await telegram.waitFor(user.id, ({ text }) => /Ann: s0[\s\S]*Voice 2: s10/.test(text ?? ""), 20_000);
});

test("OpenAI's diarizing model hears voices as well, with what it demands", async () => {
  await using stack = await startStack({
    settings: { OPENAI_SPEAKER_MODEL: "gpt-4o-transcribe-diarize" },
  });
  const { user } = await askWhoSaidWhat(stack);
  await stack.telegram.waitFor(user.id, turns, 20_000);
  expect(stack.fal.requests()).toEqual([]);
  expect(stack.openai.violations()).toEqual([]);
  expect(await stack.query("select want, model from transcripts")).toEqual([
    { want: "speakers", model: "gpt-4o-transcribe-diarize" },
  ]);
});
