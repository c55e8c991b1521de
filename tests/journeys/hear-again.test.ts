import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";

/** Everything beyond the first minute of a day has a price, and every price is asked about. */
const SETTINGS = {
  BILLING_MODE: "coins",
  WELCOME_COINS: "100",
  ASK_ABOVE_COINS: "0",
  FREE_MINUTES_PER_DAY: "1",
  PUBLIC_URL: "https://aisha.example",
};
let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ settings: SETTINGS });
});
afterAll(() => stack[Symbol.asyncDispose]());

type Person = ReturnType<Stack["telegram"]["addUser"]>;
type Row = Record<string, unknown> & { id: string };

const says = (words: string) => (message: { text?: string }) => message.text?.includes(words) === true;
const rowOf = async (user: Person): Promise<Row> =>
  (
    await stack.query<Row>(
      "select t.*, u.telegram_id from transcripts t join users u on u.id = t.user_id where u.telegram_id = $1 order by t.id desc limit 1",
      [user.id],
    )
  )[0] ?? { id: "" };
const until = (user: Person, state: string) =>
  eventually(`it is ${state}`, async () => (await rowOf(user)).state === state, 20_000);

/** Somebody with the text of a voice, and a message of ours whose buttons can be tapped, forged ones too. */
async function whoHasText(): Promise<{ user: Person; shown: { message_id: number }; id: string }> {
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await until(user, "delivered");
  await stack.query(`update transcripts set speakers = '{"1": "Ann"}' where id = $1`, [
    (await rowOf(user)).id,
  ]);
  const shown = await stack.telegram.waitFor(user.id, (message) => message.reply_markup !== undefined);
  return { user, shown, id: (await rowOf(user)).id };
}

async function answerToTap(user: Person, shown: { message_id: number }, data: string): Promise<string> {
  const tap = await stack.telegram.tap(user, shown as never, data);
  return (await stack.telegram.answerTo(tap)).text ?? "";
}

test("a price that is never answered lets the recording go, and leaves a text as it was", async () => {
  const { user, shown, id } = await whoHasText();
  await answerToTap(user, shown, `hear-anew:${id}`);
  await until(user, "quoted");
  await stack.telegram.sendAudio(user, fixture("speech-ru.mp3"));
  await eventually(
    "two prices are shown",
    async () =>
      (
        await stack.query(
          "select from jobs where kind = 'transcription.ask' and state = 'done' and payload->>'transcriptId' in (select id from transcripts where state = 'quoted')",
        )
      ).length === 2,
    20_000,
  );
  await stack.worker.tick();
  expect((await rowOf(user)).state).toBe("quoted");
  await stack.query(
    "update transcripts set changed_at = changed_at - interval '8 days' where state = 'quoted'",
  );
  await stack.worker.tick();
  const rows = await stack.query("select id, state, speakers from transcripts order by id");
  expect(rows).toContainEqual({ id, state: "delivered", speakers: { "1": "Ann" } });
  expect(rows.at(-1)).toMatchObject({ state: "cancelled" });
  await stack.telegram.waitFor(user.id, says("The text that was there stays"));
  await stack.telegram.waitFor(user.id, ({ text }) => text === "🛑 Stopped.");
});

test.each([
  ["a joined dialogue", "source = 'conversation', file_id = 'cnv_1'"],
  ["a text file", "container = 'pdf'"],
])("%s is not heard again, whoever forges the button", async (_, facts) => {
  const { user, shown, id } = await whoHasText();
  await stack.query(`update transcripts set ${facts} where id = $1`, [id]);
  const before = await rowOf(user);
  for (const way of ["anew", "times", "speakers"])
    expect(await answerToTap(user, shown, `hear-${way}:${id}`)).toContain("cannot be done");
  await answerToTap(user, shown, `ask-anew:${id}`);
  await stack.telegram.waitFor(user.id, says("button"));
  expect(await rowOf(user)).toEqual(before);
});

/** Puts a file onto somebody's page, as the browser does. */
async function upload(link: string, bytes: Uint8Array, name: string): Promise<void> {
  const ask = async (act: string, body: object) => {
    const answer = await fetch(`${link}/${act}`, { method: "POST", body: JSON.stringify(body) });
    expect(answer.status, act).toBe(200);
    return (await answer.json()) as { url: string };
  };
  await ask("begin", { name, bytes: bytes.length, modified: 1 });
  const { url } = await ask("link", { number: 1 });
  const put = await fetch(url, { method: "PUT", body: bytes as BodyInit });
  await ask("part", { number: 1, tag: put.headers.get("etag") });
  await ask("finish", {});
}

/** The address behind the newest link to a page. */
async function linkOf(user: Person, words: string): Promise<string> {
  const { id } = await rowOf(user);
  const offer = await stack.telegram.waitFor(
    user.id,
    (message) => JSON.stringify(message.reply_markup ?? "").includes(`/upload/${id}`) && says(words)(message),
  );
  const [[button] = []] = (offer.reply_markup?.inline_keyboard ?? []) as { url: string }[][];
  return (button?.url ?? "").replace(SETTINGS.PUBLIC_URL, stack.worker.url);
}

/** A file that Telegram does not hand out. */
const large = (fill: number) => new Uint8Array(20 * 2 ** 20 + 1).fill(fill);

test("an uploaded file whose original is not kept any more can be uploaded anew; its text stays until it is heard", async () => {
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendDocument(user, large(1), { file_name: "long.ogg" });
  await upload(await linkOf(user, "page"), fixture("voice-en.ogg"), "long.ogg");
  await until(user, "delivered");
  const { id, text } = await rowOf(user);
  await stack.query("update transcripts set original_key = null, sha256 = null where id = $1", [id]);
  const shown = await telegram.waitFor(user.id, (message) => message.reply_markup !== undefined);
  await answerToTap(user, shown, `hear-anew:${id}`);
  const link = await linkOf(user, "The text that was there stays");
  expect(await rowOf(user)).toMatchObject({ state: "delivered", failure: "too-big", text });
  await upload(link, fixture("voice-ru.ogg"), "long.ogg");
  await until(user, "quoted");
  expect(await rowOf(user)).toMatchObject({ text, failure: null });
});

test("an uploaded file is known again, forwarded or uploaded anew, and neither heard nor paid twice", async () => {
  const { telegram, openai } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const file = fixture("voice-en.ogg");
  const sent = await telegram.sendDocument(user, large(2), { file_name: "long.ogg" });
  const link = await linkOf(user, "page");
  // The file that is uploaded is the message's, as Telegram described it.
  await stack.query("update transcripts set claimed_bytes = $2 where id = $1", [
    (await rowOf(user)).id,
    file.length,
  ]);
  await upload(link, file, "long.ogg");
  await until(user, "delivered");
  const first = await rowOf(user);
  expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);
  const heard = openai.calls().length;

  const forwarded = await telegram.forward(user, sent);
  await telegram.waitFor(
    user.id,
    (message) => message.reply_to_message?.message_id === forwarded.message_id && says("♻️")(message),
  );
  const other = await telegram.sendDocument(user, large(3), { file_name: "other.ogg" });
  await eventually("its page is open", async () => {
    const { failure, told_at } = await rowOf(user);
    return failure === "too-big" && told_at !== null;
  });
  await upload(await linkOf(user, "page"), file, "copy.ogg");
  await telegram.waitFor(
    user.id,
    (message) => message.reply_to_message?.message_id === other.message_id && says("♻️")(message),
  );
  expect(openai.calls()).toHaveLength(heard);
  await until(user, "delivered");
  expect(await rowOf(user)).toMatchObject({ text: first.text, reused_from: expect.stringMatching(/^trn_/) });
});
