import { afterAll, beforeAll, expect, test } from "vitest";
import type { Message } from "../index.ts";
import { openTestBot, type TestBot } from "../open-test-bot.ts";

let bot: TestBot;
beforeAll(async () => {
  bot = await openTestBot();
});
afterAll(() => bot[Symbol.asyncDispose]());

const heard = () => bot.received.flatMap(({ update }) => update.message?.text ?? []);

test("in privacy mode a bot hears its commands and answers to it; as an admin everything", async () => {
  const chat = bot.telegram.addGroup("Friends");
  const say = (text: string, reply_to?: Message | number) =>
    bot.telegram.sendText(bot.anna, text, {
      chatId: chat.id,
      ...(reply_to !== undefined && { reply_to }),
    });
  bot.received.length = 0;
  for (const text of ["hello", "/help", "/help@another_bot", "/help@aisha_local_bot"]) await say(text);
  const { result } = await bot.call<Message>("sendMessage", { chat_id: chat.id, text: "yes?" });
  await say("a reply", result.message_id);
  await say("/again");
  bot.telegram.promoteBot(bot.anna, chat);
  await say("talk");
  await bot.telegram.idle();
  expect(heard()).toEqual(["/help@aisha_local_bot", "a reply", "/again", "talk"]);
});

test("a topic is written to by its thread, and there is no other", async () => {
  const chat = bot.telegram.addGroup("Plans", { forum: true });
  const thread = bot.telegram.addTopic(bot.anna, chat, "Budget");
  const send = (message_thread_id: number) =>
    bot.call("sendMessage", { chat_id: chat.id, text: "x", message_thread_id });
  expect((await send(thread)).result).toMatchObject({ message_thread_id: thread, is_topic_message: true });
  expect((await send(thread + 1)).description).toBe("Bad Request: message thread not found");
});

test("a group that became a supergroup names its new number, and roles are told", async () => {
  const chat = bot.telegram.addGroup("Growing", { creator: bot.anna });
  const moved = bot.telegram.migrateGroup(bot.anna, chat);
  const refusal = await bot.call("sendMessage", { chat_id: chat.id, text: "x" });
  expect(refusal).toMatchObject({ error_code: 400, parameters: { migrate_to_chat_id: moved.id } });
  const role = async (user_id: number) =>
    (await bot.call("getChatMember", { chat_id: moved.id, user_id })).result.status;
  expect(await role(bot.anna.id)).toBe("creator");
  bot.telegram.removeBot(bot.anna, moved);
  expect((await bot.call("sendMessage", { chat_id: moved.id, text: "x" })).description).toBe(
    "Forbidden: bot was kicked from the supergroup chat",
  );
});
