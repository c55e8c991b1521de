import { afterAll, beforeAll, expect, test } from "vitest";
import { fixture, type Stack, startStack } from "../harness/stack.ts";

const MEETING =
  "Коллеги, добрый день. Бюджет на рекламу решили не увеличивать. Анна отправит договор заказчику до пятницы. " +
  "Виктор, нужно проверить смету. Непонятно, кто поедет на выставку. Решили встретиться в среду.";

type Person = ReturnType<Stack["telegram"]["addUser"]>;
type Seen = Awaited<ReturnType<Stack["telegram"]["waitFor"]>>;

let stack: Stack;
beforeAll(async () => {
  stack = await startStack({ settings: { OPENAI_MODEL: "gpt-6-luna" } });
});
afterAll(() => stack[Symbol.asyncDispose]());

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
