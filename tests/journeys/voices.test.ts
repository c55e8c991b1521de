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
  expect(row).toMatchObject({ state: "failed", text: expect.stringContaining("s19") });
  await telegram.tap(user, told, told.reply_markup?.inline_keyboard[0]?.[0]?.text ?? "");
  await telegram.waitFor(user.id, turns, 20_000);
  await eventually("the old text is gone", () =>
    telegram.messages(user.id).every(({ message_id }) => message_id !== text.message_id),
  );
});

test("a hearing that was stopped leaves the text as it was, and can be begun again", async () => {
  await using stack = await startStack();
  const { telegram, fal } = stack;
  fal.faults.add({ route: "fal-ai/whisper", delayMs: 3000, times: 1 });
  const { user, text } = await askWhoSaidWhat(stack);
  // A tap and a message travel apart: the message may overtake.
  await eventually("it has begun", async () => {
    return (
      (await stack.query("select 1 from transcripts where state in ('received', 'transcribing')")).length ===
      1
    );
  });
  await telegram.sendText(user, "/cancel");
  await telegram.waitFor(user.id, (message) => message.text?.includes("1 recording") === true);
  const [row] = await stack.query("select state, text from transcripts");
  expect(row).toMatchObject({ state: "cancelled", text: expect.stringContaining("s19") });
  await telegram.tap(user, text, "💬 SRT");
  const file = await telegram.waitFor(user.id, ({ document }) => document !== undefined);
  await telegram.tap(user, text, "👥 Who said what");
  const offer = await telegram.waitFor(
    user.id,
    (message) => message.message_id > file.message_id && message.text?.includes("Length 0:20") === true,
  );
  await telegram.tap(user, offer, "▶️ Begin");
  await telegram.waitFor(user.id, turns, 20_000);
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
