import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBot, type TestBot } from "../open-test-bot.ts";
import type { Message } from "../wire.ts";

let bot: TestBot;
beforeAll(async () => {
  bot = await openTestBot();
});
afterAll(() => bot[Symbol.asyncDispose]());

test("a forwarded message tells its origin, a copied one does not", async () => {
  const mine = await bot.telegram.sendText(bot.anna, "keep this");
  const from = { chat_id: bot.anna.id, from_chat_id: bot.anna.id, message_id: mine.message_id };
  const forwarded = await bot.call<Message>("forwardMessage", from);
  expect(forwarded.result).toMatchObject({
    text: "keep this",
    forward_origin: { type: "user", sender_user: { id: bot.anna.id } },
  });
  const { result } = await bot.call<{ message_id: number }>("copyMessage", from);
  const copy = bot.telegram.messages(bot.anna.id).find(({ message_id }) => message_id === result.message_id);
  expect(copy?.text).toBe("keep this");
  expect(copy?.forward_origin).toBeUndefined();
  expect((await bot.call("forwardMessage", { ...from, message_id: 1 })).description).toBe(
    "Bad Request: message to forward not found",
  );
});

test("a person's forward reaches the bot with its origin", async () => {
  bot.received.length = 0;
  const { result } = await bot.call<Message>("sendMessage", { chat_id: bot.anna.id, text: "from the bot" });
  await bot.telegram.forward(bot.anna, result);
  await bot.telegram.sendText(bot.anna, "said elsewhere", { forwardedFrom: "Boris" });
  await bot.telegram.idle();
  expect(bot.received.map(({ update }) => update.message?.forward_origin)).toMatchObject([
    { type: "user", sender_user: { is_bot: true } },
    { type: "hidden_user", sender_user_name: "Boris" },
  ]);
});

test("pinning marks the message and leaves a note; unpinning takes the mark away", async () => {
  const { result } = await bot.call<Message>("sendMessage", { chat_id: bot.anna.id, text: "important" });
  const about = { chat_id: bot.anna.id, message_id: result.message_id };
  const pinned = () => bot.telegram.messages(bot.anna.id).filter(({ is_pinned }) => is_pinned);
  await bot.call("pinChatMessage", about);
  expect(pinned().map(({ text }) => text)).toEqual(["important"]);
  expect(bot.telegram.messages(bot.anna.id).at(-1)?.pinned_message?.text).toBe("important");
  await bot.call("unpinChatMessage", about);
  expect(pinned()).toEqual([]);
});

test("a group is heard and answered by its own number, until the bot leaves", async () => {
  const group = bot.telegram.addGroup("Friends");
  bot.received.length = 0;
  await bot.telegram.sendText(bot.anna, "/start@aisha_local_bot", { chatId: group.id });
  await bot.telegram.idle();
  expect(bot.received[0]?.update.message).toMatchObject({
    chat: { id: group.id, type: "group", title: "Friends" },
    entities: [{ type: "bot_command", offset: 0, length: 22 }],
  });
  expect((await bot.call("sendMessage", { chat_id: group.id, text: "x" })).ok).toBe(true);
  await bot.call("leaveChat", { chat_id: group.id });
  expect((await bot.call("sendMessage", { chat_id: group.id, text: "x" })).description).toBe(
    "Forbidden: bot was kicked from the group chat",
  );
});

test("blocking and unblocking are told as a change of membership", async () => {
  bot.received.length = 0;
  bot.telegram.blockBot(bot.anna);
  bot.telegram.unblockBot(bot.anna);
  await bot.telegram.idle();
  const statuses = bot.received.map(({ update }) => {
    const change = update.my_chat_member as { new_chat_member: { status: string } } | undefined;
    return change?.new_chat_member.status;
  });
  expect(statuses).toEqual(["kicked", "member"]);
});

test("chats and members are described, strangers are not found", async () => {
  expect((await bot.call("getChat", { chat_id: bot.anna.id })).result).toMatchObject({
    type: "private",
    first_name: "Anna",
  });
  expect((await bot.call("getChat", { chat_id: 17 })).description).toBe("Bad Request: chat not found");
  const member = await bot.call("getChatMember", { chat_id: bot.anna.id, user_id: bot.anna.id });
  expect(member.result).toMatchObject({ status: "member", user: { id: bot.anna.id } });
});

test("an edited message of a person is an update of its own", async () => {
  const mine = await bot.telegram.sendText(bot.anna, "before");
  await bot.telegram.editText(bot.anna, mine, "after");
  await bot.telegram.idle();
  expect(bot.received.at(-1)?.update.edited_message).toMatchObject({
    message_id: mine.message_id,
    text: "after",
    edit_date: expect.any(Number),
  });
});
