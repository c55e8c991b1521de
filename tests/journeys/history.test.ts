import { afterAll, beforeAll, expect, test } from "vitest";
import { fixture, type Stack, startStack } from "../harness/stack.ts";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack();
});
afterAll(() => stack[Symbol.asyncDispose]());

type Person = ReturnType<Stack["telegram"]["addUser"]>;

const newest = (user: Person) => stack.telegram.messages(user.id).at(-1);
const until = (user: Person, part: string) =>
  stack.telegram.waitFor(user.id, ({ text }) => text?.includes(part) === true && newest(user)?.text === text);
const keys = (message: { reply_markup?: unknown } | undefined): string[] =>
  ((message?.reply_markup as { inline_keyboard?: { text: string }[][] } | undefined)?.inline_keyboard ?? [])
    .flat()
    .map(({ text }) => text);

/** Somebody who has sent a voice with these words. */
async function whoSaid(text: string): Promise<Person> {
  const { telegram, openai } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  openai.faults.add({ route: "transcriptions", times: 1, speech: { text } });
  await telegram.sendVoice(user, fixture("voice-ru.ogg"), { duration: 9 });
  await telegram.waitFor(user.id, (message) => message.text?.startsWith(text.slice(0, 12)) === true);
  return user;
}

test("a recording is listed, opened, renamed by a reply, read again and handed back", async () => {
  const { telegram } = stack;
  const user = await whoSaid("Договор подпишет Анна в пятницу.");
  await telegram.sendText(user, "/history");
  const list = await telegram.waitFor(user.id, (message) =>
    keys(message).some((key) => key.includes("Голосовое")),
  );
  await telegram.tap(user, list, keys(list)[0] ?? "");
  const card = await telegram.waitFor(user.id, (message) => keys(message).includes("✏️ Переименовать"));
  await telegram.tap(user, card, "✏️ Переименовать");
  const question = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("✏️") === true);
  await telegram.sendText(user, "Планёрка", { reply_to: question });
  const renamed = await until(user, "Планёрка\n");
  const text = keys(renamed)[0] ?? "";
  await telegram.tap(user, renamed, text);
  await until(user, "Договор подпишет Анна");
  const before = telegram.messages(user.id).length;
  await telegram.tap(user, renamed, "⬇️ Исходник");
  await expect.poll(() => telegram.messages(user.id).length).toBeGreaterThan(before);
  expect(newest(user)?.voice).toBeDefined();
});

test("another's recording cannot be opened by its id", async () => {
  const { telegram } = stack;
  const owner = await whoSaid("Тайное слово сказано однажды.");
  const [row] = await stack.query<{ id: string }>(
    "select t.id from transcripts t join users u on u.id = t.user_id where u.telegram_id = $1",
    [owner.id],
  );
  const stranger = telegram.addUser({ language_code: "ru" });
  await telegram.sendText(stranger, "/history");
  const list = await telegram.waitFor(stranger.id, (message) => keys(message).length > 0);
  await telegram.tap(stranger, list, `hs.open:${row?.id}`);
  await expect.poll(() => telegram.messages(stranger.id).length).toBeGreaterThan(2);
  expect(
    telegram
      .messages(stranger.id)
      .map(({ text }) => text)
      .join("\n"),
  ).not.toContain("Тайное");
});

test("what was said is found with its time and played; others find nothing of it, not inline either", async () => {
  const { telegram } = stack;
  const user = await whoSaid("Бюджет проекта утвердили вчера вечером.");
  await telegram.sendText(user, "/search бюджета");
  const found = await until(user, "«бюджета»");
  expect(found.text).toContain("Бюджет проекта утвердили");
  await telegram.tap(user, found, "▶ 1");
  await telegram.waitFor(user.id, (message) => message.voice !== undefined && message.from?.is_bot === true);
  // A slip of the finger is forgiven.
  await telegram.sendText(user, "/search утвредили");
  expect((await until(user, "«утвердили»")).text).toContain("Бюджет проекта");

  expect(await telegram.inlineQuery(user, "бюджет")).toMatchObject([{ type: "article" }]);
  const stranger = telegram.addUser({ language_code: "ru" });
  await telegram.sendText(stranger, "/search бюджет");
  expect((await until(stranger, "«бюджет»")).text).not.toContain("утвердили");
  expect(await telegram.inlineQuery(stranger, "бюджет")).toEqual([]);
});
