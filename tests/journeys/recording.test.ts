import { expect, test } from "vitest";
import { eventually, fixture, startStack } from "../harness/stack.ts";
import { makeRuler } from "../makers/ruler.ts";

const isText = (text: string) => (messages: { text?: string }[]) =>
  messages.some((message) => message.text?.includes(text));

test("a voice message becomes a status, then the text as a reply; object and rows agree", async () => {
  await using stack = await startStack();
  const { telegram, query } = stack;
  const user = telegram.addUser({ first_name: "Айгуль", language_code: "ru" });
  const voice = await telegram.sendVoice(user, fixture("voice-ru.ogg"), { duration: 9 });
  const text = await telegram.waitFor(
    user.id,
    (message) => message.text?.includes("speech simulator") === true,
  );
  expect(text.reply_to_message?.message_id).toBe(voice.message_id);

  await eventually("the status message is gone", () => telegram.messages(user.id).length === 2);
  const statuses = telegram.calls("sendMessage").map(({ payload }) => payload.text);
  expect(statuses[0]).toContain("Получаю запись");

  const [row] = await query<Record<string, unknown>>("select * from transcripts");
  expect(await stack.object(String(row?.original_key))).toEqual(new Uint8Array(fixture("voice-ru.ogg")));
  expect(new TextDecoder().decode((await stack.object(String(row?.text_key))) ?? undefined)).toBe(row?.text);
  expect(row).toMatchObject({
    state: "delivered",
    container: "ogg",
    codec: "opus",
    failure: null,
    coverage: 1,
  });
  expect(row?.seconds).toBeCloseTo(8.9, 0);
  expect(Number(row?.bytes)).toBe(fixture("voice-ru.ogg").length);
  expect(row?.told_at).not.toBeNull();
  expect(await query("select state from jobs where state <> 'done'")).toEqual([]);
  expect(telegram.violations()).toEqual([]);
  expect(stack.openai.violations()).toEqual([]);
});

test.each([
  ["a voice message", "sendVoice", "voice-en.ogg"],
  ["an audio file", "sendAudio", "speech-ru.mp3"],
  ["an audio file from a phone", "sendAudio", "speech-en.m4a"],
  ["a voice message as a document", "sendDocument", "voice-ru.ogg"],
  ["an MP3 as a document", "sendDocument", "speech-ru.mp3"],
] as const)("%s becomes text", async (_, method, name) => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram[method](user, fixture(name), { file_name: name });
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
});

test("a recording of ten minutes is heard side by side and put together without losing or doubling a second", async () => {
  await using stack = await startStack({ settings: { TRANSCRIBE_PART_SECONDS: "60" } });
  const user = stack.telegram.addUser({ language_code: "en" });
  const ruler = await makeRuler({ seconds: 600, container: "mp3", codec: "mp3" });
  await stack.telegram.sendAudio(user, ruler, { file_name: "meeting.mp3" });
  const answer = await stack.telegram.waitFor(
    user.id,
    (message) => message.text?.includes("s599") === true,
    60_000,
  );
  const seconds = [...(answer.text ?? "").matchAll(/\bs(\d+)\b/g)].map(([, second]) => Number(second));
  expect(seconds).toEqual(Array.from({ length: 600 }, (_, i) => i));
  expect(stack.openai.mostAtOnce()).toBeGreaterThan(3);
  expect(stack.openai.violations()).toEqual([]);
});

test("a text too long for a message comes as a file with a preview", async () => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "ru" });
  const long = "Очень длинная речь. ".repeat(400).trim();
  stack.openai.faults.add({ route: "transcriptions", speech: { text: long } });
  await stack.telegram.sendAudio(user, fixture("speech-ru.mp3"), { file_name: "Планёрка.mp3" });
  const answer = await stack.telegram.waitFor(user.id, (message) => message.document !== undefined);
  expect(answer.document?.file_name).toBe("Планёрка.txt");
  expect(answer.caption?.length).toBeLessThanOrEqual(1024);
});

test("nobody spoke: it says so", async () => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "ru" });
  stack.openai.faults.add({ route: "transcriptions", speech: { text: "" } });
  await stack.telegram.sendVoice(user, fixture("voice-ru.ogg"), { duration: 9 });
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes("не расслышала") === true);
});

test("the same update delivered three times is one recording and one text", async () => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  stack.telegram.faults.add({ method: "webhook", duplicate: true });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
  await stack.telegram.idle();
  await stack.later();
  expect(await stack.query("select id from transcripts")).toHaveLength(1);
  expect(
    stack.telegram.messages(user.id).filter(({ text }) => isText("speech simulator")([{ text: text ?? "" }])),
  ).toHaveLength(1);
  expect(stack.openai.calls().filter(({ path }) => path.endsWith("transcriptions"))).toHaveLength(1);
});

test("the acknowledgement of a voice message costs one round trip and no vendor call", async () => {
  await using stack = await startStack();
  const { telegram, proxy } = stack;
  const user = telegram.addUser({ language_code: "en" });
  const held: (() => void)[] = [];
  const before = proxy.requests();
  // Whatever follows the first commit is held back: what was asked until the answer is the acknowledgement's alone.
  proxy.intercept((_, nth) =>
    nth === 1 ? "pass" : new Promise((resolve) => held.push(() => resolve("pass"))),
  );
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await telegram.idle();
  expect(proxy.requests() - before).toBeLessThanOrEqual(2);
  expect(telegram.calls().filter(({ method }) => method !== "setWebhook")).toEqual([]);
  expect(stack.openai.calls()).toEqual([]);
  proxy.intercept(undefined);
  for (const release of held) release();
});
