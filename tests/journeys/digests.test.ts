import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { eventually, fixture, type Stack, startStack } from "../harness/stack.ts";

const MEETING =
  "Коллеги, добрый день. Бюджет на рекламу решили не увеличивать. Анна отправит договор заказчику до пятницы. " +
  "Виктор, нужно проверить смету. Непонятно, кто поедет на выставку. Решили встретиться в среду.";

type Person = ReturnType<Stack["telegram"]["addUser"]>;
type Seen = Awaited<ReturnType<Stack["telegram"]["waitFor"]>>;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ settings: { OPENAI_MODEL: "gpt-6-luna" } });
});
afterEach(() => {
  stack.openai.reset();
  stack.telegram.faults.clear();
});
afterAll(() => stack[Symbol.asyncDispose]());

/** How often the model was asked. */
const asked = () => stack.openai.calls().filter(({ path }) => path.endsWith("/chat/completions")).length;

/** Somebody whose recording says this; answers them and the message with its text. */
async function recorded(text = MEETING) {
  const user = stack.telegram.addUser({ language_code: "ru", first_name: "Айгуль" });
  stack.openai.faults.add({ route: "transcriptions", times: 1, speech: { text } });
  await stack.telegram.sendVoice(user, fixture("voice-ru.ogg"), { duration: 9 });
  const transcript = await stack.telegram.waitFor(
    user.id,
    ({ text }) => text?.startsWith("Коллеги") === true,
  );
  return { user, transcript };
}

/** Presses a button and waits for the digest that begins with these words. */
async function wrote(user: Person, message: Seen, button: string, beginning = button) {
  const { telegram } = stack;
  const before = telegram.messages(user.id).at(-1)?.message_id ?? 0;
  await telegram.tap(user, message, button);
  return telegram.waitFor(
    user.id,
    ({ text, message_id }) => message_id > before && text?.startsWith(`${beginning}\n`) === true,
  );
}

/** Until a question of the bot is remembered with what it is about: sooner than any finger. */
const isNoted = ({ message_id }: Seen) =>
  eventually("the question is remembered", async () => {
    return (await stack.query("select 1 from digest_asks where message_id = $1", [message_id])).length > 0;
  });

const begins =
  (words: string) =>
  ({ text }: { text?: string }) =>
    text?.startsWith(`${words}\n`) === true;

/** A summary with some points, for a model that takes its time. */
const honest = {
  title: "Бюджет и договор",
  points: [
    { text: "Бюджет на рекламу не увеличивают.", quote: "Бюджет на рекламу решили не увеличивать" },
    { text: "Анна отправит договор заказчику.", quote: "Анна отправит договор заказчику до пятницы" },
    { text: "Виктор проверит смету.", quote: "Виктор, нужно проверить смету" },
    { text: "Встреча будет в среду.", quote: "Решили встретиться в среду" },
  ],
};

test("one tap gives proven points; ▶ plays the moment of each; tasks become to-dos", async () => {
  const { user, transcript } = await recorded();
  const summary = await wrote(user, transcript, "📝 Кратко");
  expect(summary.text).toContain("«Анна отправит договор заказчику до пятницы.»");
  expect(summary.reply_to_message?.message_id).toBe(transcript.message_id);

  const todo = await wrote(user, transcript, "✅ Задачи");
  expect(todo.text).toContain("👤 Анна · 🗓 до пятницы");
  expect(todo.text).not.toContain("Бюджет");
  const rows = await stack.query("select text, assignee, due_words, due_on from todos order by position");
  expect(rows).toMatchObject([
    { assignee: "Анна", due_words: "до пятницы" },
    { assignee: "Виктор", due_words: null, due_on: null },
  ]);

  await stack.telegram.tap(user, todo, "MD");
  const file = await stack.telegram.waitFor(user.id, ({ document }) => document !== undefined);
  expect(file.document?.file_name).toMatch(/^Расшифровка \d{4}-\d\d-\d\d Задачи\.md$/);

  const minutes = await wrote(user, transcript, "📋 Протокол");
  expect(minutes.text).toMatch(/Решили\n\n\d+\. Бюджет на рекламу решили не увеличивать/);

  await stack.telegram.tap(user, todo, "▶ 1");
  const clip = await stack.telegram.waitFor(
    user.id,
    ({ voice, reply_to_message }) => voice !== undefined && reply_to_message?.message_id === todo.message_id,
  );
  expect(clip.caption).toContain("«Анна отправит договор заказчику до пятницы.»");
  expect(clip.voice?.duration).toBeGreaterThan(5);
  expect(stack.telegram.violations()).toEqual([]);
  expect(stack.openai.violations()).toEqual([]);
});

test("a second tap shows what is there at once; two taps at the same time write once", async () => {
  const { user, transcript } = await recorded();
  await Promise.all([
    stack.telegram.tap(user, transcript, "📝 Кратко"),
    stack.telegram.tap(user, transcript, "📝 Кратко"),
  ]);
  const first = await stack.telegram.waitFor(user.id, begins("📝 Кратко"));
  expect(asked()).toBe(1);
  const again = await wrote(user, transcript, "📝 Кратко");
  expect(again.text).toBe(first.text);
  expect(asked()).toBe(1);
  expect(
    await stack.query(
      "select 1 from works where feature = 'digest' and user_id = (select id from users where telegram_id = $1)",
      [user.id],
    ),
  ).toHaveLength(1);

  stack.openai.script("summarise", {
    title: "Реклама",
    points: [{ text: "Бюджет прежний.", quote: "Бюджет на рекламу решили не увеличивать" }],
  });
  const anew = await wrote(user, first, "🔄 Заново", "📝 Кратко");
  expect(anew.text).toContain("Бюджет прежний.");
  expect((await wrote(user, transcript, "📝 Кратко")).text).toBe(anew.text);
  expect(asked()).toBe(2);
});

test("what a model invents is left out, and said to be", async () => {
  const { user, transcript } = await recorded();
  stack.openai.script("tasks in a recording", {
    tasks: [
      { text: "Отправить договор", quote: "Анна отправит договор заказчику", owner: "Пётр", due: "завтра" },
      {
        text: "Уволить бухгалтера",
        quote: "Бухгалтера нужно уволить до конца недели",
        owner: "Анна",
        due: null,
      },
      { text: "Увеличить бюджет", quote: "Бюджет на рекламу решили увеличивать", owner: null, due: null },
    ],
  });
  const todo = await wrote(user, transcript, "✅ Задачи");
  expect(todo.text).toContain("1. Отправить договор");
  expect(todo.text).not.toMatch(/Уволить|Увеличить|Пётр|завтра/);
  expect(todo.text).toContain("Убрано 2 пункта");
});

test("one's own way is a reply; its style is kept, used by one tap, and deleted", async () => {
  const { user, transcript } = await recorded();
  const { telegram } = stack;
  await telegram.tap(user, transcript, "✍️ По-своему");
  const question = await telegram.waitFor(user.id, ({ text }) => text?.includes("Как написать?") === true);
  await isNoted(question);
  stack.openai.script("You write a text", "• договор\n• смета\n• выставка");
  await telegram.sendText(user, "три слова списком", { reply_to: question });
  const own = await telegram.waitFor(user.id, begins("✍️ три слова списком"));
  expect(own.text).toContain("• договор\n• смета");
  // A reply to what was written is another wish about the same recording.
  await stack.quiet();
  stack.openai.script("You write a text", "• договор");
  await telegram.sendText(user, "Короче, пожалуйста", { reply_to: own });
  const shorter = await telegram.waitFor(user.id, begins("✍️ Короче, пожалуйста"));
  expect(shorter.text).toContain("• договор");
  await telegram.tap(user, own, "💾 Сохранить стиль");
  const naming = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("💾") === true);
  await isNoted(naming);
  await telegram.sendText(user, "Списком", { reply_to: naming });
  await telegram.waitFor(user.id, ({ text }) => text?.startsWith("✅ Стиль сохранён") === true);
  await telegram.tap(user, transcript, "✍️ По-своему");
  const styles = await telegram.waitFor(
    user.id,
    ({ text }) => text?.includes("Выберите свой стиль") === true,
  );
  await isNoted(styles);
  // The same words about the same recording: it is there already.
  expect((await wrote(user, styles, "✍️ Списком", "✍️ три слова списком")).text).toBe(own.text);
  expect(asked()).toBe(2);
  await telegram.tap(user, styles, "🗑");
  await eventually(
    "the style is gone",
    async () => (await stack.query("select 1 from digest_styles")).length === 0,
  );
});

test("a translation asks for its language; a clean text keeps the language", async () => {
  const { user, transcript } = await recorded();
  const { telegram, openai } = stack;
  await telegram.tap(user, transcript, "🌐 Перевод");
  const question = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("🌐 На какой") === true);
  await isNoted(question);
  openai.script("translate a transcript into English", "Colleagues, good afternoon.");
  expect((await wrote(user, question, "English", "🌐 Перевод: English")).text).toContain(
    "Colleagues, good afternoon.",
  );
  expect((await wrote(user, transcript, "🧹 Чистый текст")).text).toContain("Это симулятор языковой модели");
});

test("several recordings are written about together, and every point names its own", async () => {
  const { user } = await recorded();
  const { telegram, openai } = stack;
  openai.faults.add({
    route: "transcriptions",
    times: 1,
    speech: { text: "Коллеги, второй день. Ольга, нужно заказать пропуска." },
  });
  await telegram.sendAudio(user, fixture("speech-ru.mp3"), { file_name: "Второй.mp3" });
  await telegram.waitFor(user.id, ({ text }) => text?.startsWith("Коллеги, второй") === true);
  await telegram.sendText(user, "/digest");
  const list = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("🗂 Несколько") === true);
  const picks = (list.reply_markup?.inline_keyboard ?? []).map(([button]) => button?.callback_data ?? "");
  expect(picks).toHaveLength(2);
  await isNoted(list);
  await telegram.tap(user, list, picks[0] ?? "");
  await telegram.waitFor(user.id, ({ text }) => text?.startsWith("🗂 Отмечена 1") === true);
  await telegram.tap(user, list, picks[1] ?? "");
  const both = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("🗂 Отмечено 2") === true);
  // Older ones are on further pages; a tick there stays on its page, and those of other pages count.
  await stack.query(
    `insert into transcripts (id, user_id, chat_id, message_id, state, source, file_id, file_unique_id, claimed_name, text, created_at)
     select 'trn_' || lpad(translate(n::text, 'ilou', 'abcd'), 26, '0'), u.id, $1, -n, 'delivered', 'audio', 'f', 'old' || n, 'Старая ' || n, 'слова', now() - n * interval '1 day'
       from users u, generate_series(1, 12) n where u.telegram_id = $1`,
    [user.id],
  );
  await telegram.tap(user, both, "dg.turn");
  const keys = (message: Seen) =>
    (message.reply_markup?.inline_keyboard ?? []).flat().map(({ text }) => text);
  const until = (part: string) =>
    telegram.waitFor(user.id, (message) => keys(message).some((text) => text.includes(part)));
  await telegram.tap(user, await until("Раньше ›"), "Раньше ›");
  const older = await until("Старая 12");
  expect(keys(older).filter((text) => text.includes("Старая"))).toHaveLength(2);
  const oldest = older.reply_markup?.inline_keyboard.flat().find(({ text }) => text.includes("Старая 12"));
  await telegram.tap(user, older, oldest?.callback_data ?? "");
  const ticked = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("🗂 Отмечено 3") === true);
  expect(keys(ticked).some((text) => text.startsWith("☑️") && text.includes("Старая 12"))).toBe(true);
  await telegram.tap(user, ticked, oldest?.callback_data ?? "");
  await telegram.waitFor(user.id, ({ text }) => text?.startsWith("🗂 Отмечено 2") === true);

  const minutes = await wrote(user, both, "📋 Протокол");
  expect(minutes.text).toMatch(/запись 1, 0:0\d — «Анна отправит договор/);
  expect(minutes.text).toMatch(/запись 2, 0:0\d — «Ольга, нужно заказать пропуска/);

  // The second one is an MP3: its moment is played as audio.
  const number = /(\d+)\. Ольга/.exec(minutes.text ?? "")?.[1];
  await telegram.tap(user, minutes, `▶ ${number}`);
  const clip = await telegram.waitFor(
    user.id,
    ({ audio, from }) => audio !== undefined && from?.is_bot === true,
  );
  expect(clip.audio?.mime_type).toBe("audio/mpeg");
  expect(clip.caption).toContain("«Ольга, нужно заказать пропуска.»");
});

test("a draft grows while it is written, and gives way to the message", async () => {
  const { user, transcript } = await recorded();
  const { telegram, openai } = stack;
  openai.script("summarise", honest, { pauseMs: 110 });
  const summary = await wrote(user, transcript, "📝 Кратко");
  const drafts = telegram.calls("sendMessageDraft").filter(({ payload }) => payload.chat_id === user.id);
  expect(drafts.length).toBeGreaterThanOrEqual(2);
  expect(String(drafts.at(-1)?.payload.text).length).toBeGreaterThan(String(drafts[0]?.payload.text).length);
  expect(new Set(drafts.map(({ payload }) => payload.draft_id)).size).toBe(1);
  expect(telegram.room(user.id)?.drafts.size).toBe(0);
  expect(summary.text).toContain("1.");
  await eventually(
    "the status message is gone",
    () => !telegram.messages(user.id).some(({ text }) => text?.includes("пишу…")),
  );
});

test("where drafts are refused the status message grows instead", async () => {
  const { user, transcript } = await recorded();
  const { telegram, openai } = stack;
  telegram.faults.add({ method: "sendMessageDraft", status: 400 });
  openai.script("summarise", honest, { pauseMs: 60 });
  await wrote(user, transcript, "📝 Кратко");
  const edits = telegram.calls("editMessageText").filter(({ payload }) => String(payload.text).includes("▌"));
  expect(edits.length).toBeGreaterThanOrEqual(1);
});

test.each(["its button", "/cancel"])(
  "a digest that is being written is stopped by %s; nothing of it is sent",
  async (by) => {
    const { user, transcript } = await recorded();
    const { telegram, openai } = stack;
    openai.script("summarise", honest, { pauseMs: 200 });
    await telegram.tap(user, transcript, "📝 Кратко");
    const status = await telegram.waitFor(user.id, ({ text }) => text?.endsWith("пишу…") === true);
    if (by === "its button") await telegram.tap(user, status, "Отменить");
    else await telegram.sendText(user, "/cancel");
    await telegram.waitFor(user.id, ({ text }) => text === "Хорошо, не пишу.");
    await eventually(
      "the writing ends",
      async () =>
        (await stack.query("select 1 from jobs where kind = 'transcription.digest-part' and state <> 'done'"))
          .length === 0,
    );
    expect(telegram.messages(user.id).some(begins("📝 Кратко"))).toBe(false);
    expect(
      await stack.query("select state from works where feature = 'digest' and state = 'running'"),
    ).toEqual([]);
  },
);

test.each([
  ["declines", { refusal: "I cannot." }, null, "Модель отказалась"],
  ["has no quota", {}, { code: "insufficient_quota" }, "квоте"],
  ["does not accept the key", {}, { status: 401 }, "не принял ключ"],
])("when the model %s its owner learns it at once", async (_, options, fault, words) => {
  const { user, transcript } = await recorded();
  if (fault) stack.openai.faults.add({ route: "chat/completions", ...fault });
  else stack.openai.script("summarise", {}, options);
  await stack.telegram.tap(user, transcript, "📝 Кратко");
  const told = await stack.telegram.waitFor(user.id, ({ text }) => text?.includes(words) === true);
  stack.openai.reset();
  const retry = told.reply_markup?.inline_keyboard[0]?.[0];
  if (!retry?.callback_data) return;
  await stack.telegram.tap(user, told, retry.callback_data);
  await stack.telegram.waitFor(user.id, begins("📝 Кратко"));
});

test("while the service is away the digest waits, and is written once it is back", async () => {
  const { user, transcript } = await recorded();
  stack.openai.faults.add({ route: "chat/completions", status: 503, times: 1 });
  await stack.telegram.tap(user, transcript, "📝 Кратко");
  await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("занят") === true);
  await stack.later();
  await stack.telegram.waitFor(user.id, begins("📝 Кратко"));
});

test("nobody reaches what is another's", async () => {
  const { user, transcript } = await recorded();
  const summary = await wrote(user, transcript, "📝 Кратко");
  const before = asked();
  const { telegram } = stack;
  const thief = telegram.addUser({ language_code: "ru" });
  const stolen = [transcript, summary].flatMap(({ reply_markup }) =>
    (reply_markup?.inline_keyboard ?? []).flat().map(({ callback_data }) => callback_data ?? ""),
  );
  const mine = await telegram.sendText(thief, "/start");
  const taps = stolen.filter((data) => data.startsWith("dg."));
  expect(taps.length).toBeGreaterThan(10);
  for (const data of taps) await telegram.tap(thief, mine, data);
  await telegram.idle();
  await eventually(
    "every tap is done with",
    async () => (await stack.query("select 1 from jobs where state in ('waiting', 'running')")).length === 0,
  );
  const said = telegram.messages(thief.id).filter(({ from }) => from?.is_bot);
  expect(
    said.every(({ text, voice, document }) => !voice && !document && /Эта кнопка|Аиша/.test(text ?? "")),
  ).toBe(true);
  expect(asked()).toBe(before);
});

test("what was written about a recording goes when the recording goes", async () => {
  const { user, transcript } = await recorded();
  await wrote(user, transcript, "✅ Задачи");
  const mine = "(select id from users where telegram_id = $1)";
  expect(await stack.query(`select 1 from todos where user_id = ${mine}`, [user.id])).not.toEqual([]);
  await stack.query(`delete from transcripts where user_id = ${mine}`, [user.id]);
  for (const table of ["digests", "todos"])
    expect(await stack.query(`select 1 from ${table} where user_id = ${mine}`, [user.id])).toEqual([]);
});

test("a meeting of three hours is read whole, in parts and in order, and goes on after a power cut", async () => {
  const { telegram, openai, query } = stack;
  const user = telegram.addUser({ language_code: "ru" });
  const facts = Array.from(
    { length: 1_600 },
    (_, i) => `Пункт ${i}: обсудили поставку номер ${i} и решили, что её срок и цена остаются прежними.`,
  );
  await telegram.sendDocument(user, new TextEncoder().encode(facts.join("\n")), {
    file_name: "Совещание.txt",
  });
  const taken = await telegram.waitFor(
    user.id,
    ({ text }) => text?.startsWith("📄 Текст получен") === true,
    20_000,
  );
  openai.faults.add({ route: "chat/completions", hang: true, after: 2, times: 2 });
  await telegram.tap(user, taken, "📝 Кратко");
  await eventually("some parts are written and some hang", async () => {
    const [row] = await query<{ written: number }>(
      "select count(*)::int written from digest_parts p join digests d on d.id = p.digest_id join users u on u.id = d.user_id where p.state = 'written' and u.telegram_id = $1",
      [user.id],
    );
    return (row?.written ?? 0) >= 2;
  });
  await stack.restart();
  await stack.later();
  const sent = await telegram.waitFor(
    user.id,
    ({ document, from }) => from?.is_bot === true && document !== undefined,
    30_000,
  );
  expect(sent.caption?.length).toBeLessThanOrEqual(1024);

  // Every word went to the model once, in no part more than it may read.
  const bodies = openai
    .calls()
    .filter(({ path, status }) => path.endsWith("/chat/completions") && status === 200);
  const read = bodies.map(
    ({ body }) => (body as { messages: { content: string }[] }).messages[1]?.content ?? "",
  );
  const numbers = read.flatMap((material) =>
    [...material.matchAll(/Пункт (\d+): обсудили/g)].map(([, number]) => Number(number)),
  );
  expect(new Set(numbers).size).toBe(facts.length);
  expect(Math.max(...read.map(({ length }) => length))).toBeLessThan(26_000);
  expect(read.length).toBeGreaterThan(5);
  const [row] = await query<{ result: { groups: { of: string; points: { text: string }[] }[] } }>(
    "select result from digests order by created_at desc limit 1",
  );
  const sections = row?.result.groups.filter(({ of }) => of === "points") ?? [];
  const order = sections.flatMap(({ points }) => points.map(({ text }) => Number(/\d+/.exec(text)?.[0])));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(order.at(-1)).toBeGreaterThan(1_400);
  expect(openai.violations()).toEqual([]);
  expect(telegram.violations()).toEqual([]);
});

test("fair use ends kindly; a rich message falls back to a plain one where it is refused", async () => {
  await using other = await startStack({
    settings: { OPENAI_MODEL: "gpt-6-luna", DIGESTS_PER_DAY: "2", RICH_MESSAGES: "true" },
  });
  const { telegram } = other;
  const user = telegram.addUser({ language_code: "ru" });
  await telegram.sendDocument(user, new TextEncoder().encode(MEETING), { file_name: "Планёрка.txt" });
  const taken = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("📄 Текст получен") === true);
  await telegram.tap(user, taken, "📝 Кратко");
  const rich = await telegram.waitFor(user.id, ({ rich_message }) => rich_message !== undefined);
  expect(rich.rich_message?.html).toContain("📝 Кратко");
  telegram.faults.add({ method: "sendRichMessage", status: 400 });
  await telegram.tap(user, taken, "✅ Задачи");
  await telegram.waitFor(user.id, begins("✅ Задачи"));
  await telegram.tap(user, taken, "📋 Протокол");
  await telegram.waitFor(user.id, ({ text }) => text?.includes("больше 2 текстов за день") === true);
});
