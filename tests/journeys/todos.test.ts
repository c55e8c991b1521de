import { afterAll, beforeAll, expect, test } from "vitest";
import { fixture, type Stack, startStack } from "../harness/stack.ts";

const MEETING =
  "Коллеги, добрый день. Анна отправит договор заказчику до пятницы. Виктор, нужно проверить смету. Решили встретиться в среду.";

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ settings: { OPENAI_MODEL: "gpt-6-luna" } });
});
afterAll(() => stack[Symbol.asyncDispose]());

type Person = ReturnType<Stack["telegram"]["addUser"]>;

const newest = (user: Person) => stack.telegram.messages(user.id).at(-1);

/** Somebody with the two tasks of a meeting, and the message that lists their to-dos. */
async function withTodos(sent: { forwardedFrom?: string; forwardedDate?: number } = {}) {
  const { telegram, openai } = stack;
  const user = telegram.addUser({ language_code: "ru", first_name: "Айгуль" });
  openai.faults.add({ route: "transcriptions", times: 1, speech: { text: MEETING } });
  await telegram.sendVoice(user, fixture("voice-ru.ogg"), { duration: 9, ...sent });
  const transcript = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("Коллеги") === true);
  await telegram.tap(user, transcript, "✅ Задачи");
  const digest = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("✅ Задачи\n") === true);
  await stack.quiet();
  await telegram.tap(user, digest, "☐ Мои дела");
  return { user, list: await listing(user) };
}

const listing = (user: Person, part = "Дела · открыто: 2") =>
  stack.telegram.waitFor(user.id, ({ text }) => text?.includes(part) === true && newest(user)?.text === text);

const keys = (message: { reply_markup?: unknown } | undefined): string[] =>
  ((message?.reply_markup as { inline_keyboard?: { text: string }[][] } | undefined)?.inline_keyboard ?? [])
    .flat()
    .map(({ text }) => text);

const todosOf = ({ id }: Person) =>
  stack.query<{ id: string; text: string; due_on: string; done_at: Date | null; remind_at: Date | null }>(
    "select t.*, t.due_on::text from todos t join users u on u.id = t.user_id where u.telegram_id = $1 order by position",
    [id],
  );

test("tasks of a recording are ticked in place, put to another day in two taps, deleted after a question", async () => {
  const { telegram } = stack;
  const { user, list } = await withTodos();
  expect(list.text).toContain("👤 Анна");
  const tick = keys(list).find((text) => text.startsWith("☐") && text.includes("договор")) ?? "";
  await telegram.tap(user, list, tick);
  const ticked = await listing(user, "открыто: 1, готово: 1");
  expect(ticked.message_id).toBe(list.message_id);
  // The old button once more: a tick stays a tick.
  await telegram.tap(user, list, tick);
  await expect.poll(async () => (await todosOf(user)).filter(({ done_at }) => done_at).length).toBe(1);
  await telegram.tap(user, ticked, tick.replace("☐", "☑"));
  const again = await listing(user);

  await telegram.tap(user, again, "✏️");
  const card = await listing(user, "Как было сказано: «до пятницы»");
  expect(card.text).toContain("Анна отправит договор заказчику до пятницы");
  await telegram.tap(user, card, "🗓 Завтра");
  const tomorrow = await listing(user, "⏰ Напомню");
  const today = new Date(Date.now() + 3 * 3_600_000).toISOString().slice(0, 10);
  const day = new Date(Date.parse(today) + 86_400_000).toISOString().slice(0, 10);
  await expect
    .poll(async () => (await todosOf(user))[0])
    .toMatchObject({
      due_on: day,
      remind_at: new Date(`${day}T06:00:00Z`),
    });

  // A reminder waits behind a tick, and is there again without it.
  await telegram.tap(user, tomorrow, "☑ Готово");
  const done = await listing(user, "☑ Анна");
  expect(done.text).not.toContain("⏰ Напомню");
  await telegram.tap(user, done, "☐ Ещё не готово");
  await listing(user, "⏰ Напомню");

  await telegram.sendText(user, "/timezone Алматы");
  await listing(user, "Часовой пояс: Almaty");
  await expect.poll(async () => (await todosOf(user))[0]?.remind_at).toEqual(new Date(`${day}T04:00:00Z`));
  await telegram.sendText(user, "/timezone Атлантида");
  await listing(user, "Такого города или сдвига я не знаю");

  await telegram.tap(user, tomorrow, "🗑 Удалить");
  const sure = await stack.telegram.waitFor(
    user.id,
    ({ text }) => text?.startsWith("Удалить это дело?") === true,
  );
  expect(await todosOf(user)).toHaveLength(2);
  await telegram.tap(user, sure, "🗑 Да, удалить");
  await expect.poll(async () => (await todosOf(user)).length).toBe(1);
});

test("a reminder comes once, can be put off, and is silent about what is done", async () => {
  const { telegram } = stack;
  const { user } = await withTodos();
  const [first, second] = await todosOf(user);
  const due = () =>
    stack.query("update todos set remind_at = now() - interval '1 minute' where id = $1", [first?.id]);
  const reminders = () => telegram.messages(user.id).filter(({ text }) => text?.startsWith("⏰ Напоминание"));
  await due();
  await stack.worker.tick();
  const reminder = await telegram.waitFor(user.id, ({ text }) => text?.startsWith("⏰ Напоминание") === true);
  await stack.worker.tick();
  expect(reminders()).toHaveLength(1);
  await telegram.tap(user, reminder, "⏰ Через час");
  await expect
    .poll(async () => Number((await todosOf(user))[0]?.remind_at ?? 0))
    .toBeGreaterThan(Date.now() + 3_500_000);

  await stack.query(
    "update todos set done_at = now(), remind_at = now() - interval '1 minute' where id = $1",
    [second?.id],
  );
  await stack.worker.tick();
  await expect
    .poll(() =>
      stack.query("select state from jobs where kind = 'notices.todo-reminder' order by created_at"),
    )
    .toEqual([{ state: "done" }]);
  expect(telegram.messages(user.id).filter(({ text }) => text?.includes("⏰ Напоминание"))).toHaveLength(0);
});

test("what is forwarded later is due by the day on which it was said", async () => {
  // A Thursday, late in the evening: in Moscow it is Friday already, and the next one is meant.
  const { user } = await withTodos({
    forwardedFrom: "Аня",
    forwardedDate: Date.parse("2025-11-13T22:00:00Z") / 1000,
  });
  expect((await todosOf(user))[0]).toMatchObject({ due_on: "2025-11-21", remind_at: null });
});

test("to-dos go into a calendar; pages go on where they stopped; another's to-do is as good as none", async () => {
  const { telegram } = stack;
  const { user, list } = await withTodos();
  await telegram.tap(user, list, "🗓 В календарь");
  const sent = await telegram.waitFor(user.id, ({ document }) => document?.file_name === "Дела.ics");
  expect(sent.caption).toContain("2 дела");

  const [first] = await todosOf(user);
  await stack.query(
    `insert into todos (id, user_id, digest_id, position, transcript_id, text, quote, due_on)
     select 'tod_' || lpad(translate(n::text, 'ilou', 'abcd'), 26, '0'), user_id, digest_id, 100 + n, transcript_id, 'Дело ' || n, 'q', date '2030-01-01' + n
       from todos, generate_series(1, 20) n where id = $1`,
    [first?.id],
  );
  await telegram.sendText(user, "/todo");
  const page = await listing(user, "открыто: 22");
  await telegram.tap(user, page, "Дальше ›");
  const next = await listing(user, "Дело 10");
  const both = [page.text ?? "", next.text ?? ""].map((text) => text.match(/Дело \d+/g) ?? []);
  expect(new Set(both.flat()).size).toBe(both.flat().length);

  const stranger = telegram.addUser({ language_code: "ru" });
  await telegram.sendText(stranger, "/todo");
  const theirs = await telegram.waitFor(
    stranger.id,
    ({ text }) => text?.includes("Открытых дел нет") === true,
  );
  const id = first?.id.slice(4);
  for (const data of [
    `td.done:${id}`,
    `td.drop:${id}`,
    `td.tomorrow:${id}`,
    `td.card:${id}`,
    `td.list:o:${id}`,
  ])
    await telegram.tap(stranger, theirs, data);
  await expect
    .poll(async () => (await stack.query("select 1 from jobs where state not in ('done', 'dropped')")).length)
    .toBe(0);
  expect(await todosOf(user)).toHaveLength(22);
  expect((await todosOf(user))[0]).toMatchObject({ done_at: null, due_on: first?.due_on });
});
