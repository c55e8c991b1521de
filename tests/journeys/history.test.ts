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

const dataOf = (message: { reply_markup?: unknown }, key: string): string =>
  (
    (message.reply_markup as { inline_keyboard: { text: string; callback_data?: string }[][] })
      .inline_keyboard ?? []
  )
    .flat()
    .find(({ text }) => text === key)?.callback_data ?? "";

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
  // Its place opens below: the paragraph with its time and the word in it, and a way to hear it.
  await telegram.tap(user, found, "📄 1");
  const place = await until(user, "[0:00] Бюджет проекта утвердили вчера вечером.");
  expect(keys(place)).toEqual(["▶ 0:00", "📖 Показать текст", "🗂 Карточка"]);
  const data = dataOf(found, "📄 1");
  // A slip of the finger is forgiven.
  await telegram.sendText(user, "/search утвредили");
  expect((await until(user, "«утвердили»")).text).toContain("Бюджет проекта");

  expect(await telegram.inlineQuery(user, "бюджет")).toMatchObject([{ type: "article" }]);
  const stranger = telegram.addUser({ language_code: "ru" });
  await telegram.sendText(stranger, "/search бюджет");
  const nothing = await until(stranger, "«бюджет»");
  expect(nothing.text).not.toContain("утвердили");
  // The place itself, a missing one, and the text as a file: the same word for what is another's and what is not there.
  const [id = ""] = /trn_\w+/.exec(data) ?? [];
  const missing = id.replace(/.$/, (last) => (last === "0" ? "1" : "0"));
  for (const wish of [data, `hs.place:${missing}:1`, `hs.place:${id}:7`, `txt:${id}`, `txt:${missing}`]) {
    const before = telegram.messages(stranger.id).length;
    await telegram.tap(stranger, nothing, wish);
    await expect.poll(() => telegram.messages(stranger.id).length).toBe(before + 1);
    expect(newest(stranger)?.text).toContain("больше не действует");
    expect(newest(stranger)?.document).toBeUndefined();
  }
  expect(await telegram.inlineQuery(stranger, "бюджет")).toEqual([]);
});

test("the history goes on behind the page's last recording, whatever came or went meanwhile; inline answers go on too", async () => {
  const { telegram, query } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  await telegram.sendText(user, "/start");
  await telegram.waitFor(user.id, (message) => keys(message).length > 0);
  const put = (from: number, to: number) =>
    query(
      `insert into transcripts (id, user_id, chat_id, message_id, state, source, file_id, file_unique_id, claimed_name, seconds, created_at, passages, text)
       select 'trn_' || lpad(i::text, 26, '0'), u.id, u.telegram_id, 100000 + i, 'delivered', 'voice', 'f', 'f' || i, 'Запись ' || i, 60,
              now() - interval '1 hour' + i * interval '1 second',
              jsonb_build_array(jsonb_build_object('from', 0, 'to', 60, 'text', 'Слово номер ' || i)), 'Слово номер ' || i
         from users u, generate_series($2::int, $3::int) i where u.telegram_id = $1`,
      [user.id, from, to],
    );
  await put(1, 20);
  await telegram.sendText(user, "/history");
  const list = await telegram.waitFor(user.id, ({ text }) => text?.includes("всего 20:00") === true);
  const named = (message: typeof list) => keys(message).flatMap((key) => /Запись (\d+)/.exec(key)?.[1] ?? []);
  expect(named(list)).toEqual(["20", "19", "18", "17", "16", "15", "14", "13"]);
  // Meanwhile one more comes, and the page's last one but one goes.
  await put(21, 21);
  await query(
    "delete from transcripts where user_id = (select id from users where telegram_id = $1) and claimed_name = 'Запись 14'",
    [user.id],
  );
  const turn = async (key: string) => {
    const shown = telegram.messages(user.id).find(({ message_id }) => message_id === list.message_id) ?? list;
    const before = JSON.stringify(shown);
    await telegram.tap(user, shown, key);
    return telegram.waitFor(
      user.id,
      (message) => message.message_id === list.message_id && JSON.stringify(message) !== before,
    );
  };
  const second = await turn("Раньше ›");
  expect(named(second)).toEqual(["12", "11", "10", "9", "8", "7", "6", "5"]);
  const third = await turn("Раньше ›");
  expect(named(third)).toEqual(["4", "3", "2", "1"]);
  expect(keys(third)).not.toContain("Раньше ›");
  expect(named(await turn("« К новым"))[0]).toBe("21");

  // Inline: ten at a time, the next ten by the mark that the answer names, and no mark behind the last.
  const marks = () =>
    telegram
      .calls("answerInlineQuery")
      .slice(-1)
      .map(({ payload }) => payload.next_offset);
  const first = await telegram.inlineQuery(user, "номер");
  expect(first).toHaveLength(10);
  expect(marks()).toEqual(["10"]);
  const rest = await telegram.inlineQuery(user, "номер", "10");
  expect(marks()).toEqual([""]);
  const ids = [...first, ...rest].map(({ id }) => id);
  expect(new Set(ids).size).toBe(20);
  for (const forged of ["-1", "x", "99999"])
    expect(await telegram.inlineQuery(user, "номер", forged)).toEqual(first);
  expect(await telegram.inlineQuery(user, "номер", "500")).toEqual([]);
  // What was mistyped finds what is near it.
  expect(await telegram.inlineQuery(user, "номмер")).toEqual(first);
});
