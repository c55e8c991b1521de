import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBot, type TestBot } from "../open-test-bot.ts";
import type { Message } from "../wire.ts";

let bot: TestBot;
beforeAll(async () => {
  bot = await openTestBot();
});
afterAll(() => bot[Symbol.asyncDispose]());

const send = (values: Record<string, unknown>) =>
  bot.call<Message>("sendMessage", { chat_id: bot.anna.id, ...values });

test("4096 units are counted after the markup is out, and one more is refused", async () => {
  const most = await send({ text: `<b>${"я".repeat(4096)}</b>`, parse_mode: "HTML" });
  expect(most.result.text).toHaveLength(4096);
  expect(await send({ text: "😀".repeat(2049) })).toEqual({
    ok: false,
    error_code: 400,
    description: "Bad Request: message is too long",
  });
});

test.each([
  ["", "message text is empty"],
  ["  \u200b\n ", "text must be non-empty"],
  ["x".repeat(32_769), "text is too long"],
])("text %j is refused", async (text, why) => {
  expect((await send({ text })).description).toBe(`Bad Request: ${why}`);
});

test("text is trimmed, its commands and links are found", async () => {
  const { result } = await send({ text: "\n /help see https://e.org. \n" });
  expect(result).toMatchObject({
    text: "/help see https://e.org.",
    entities: [
      { type: "bot_command", offset: 0, length: 5 },
      { type: "url", offset: 10, length: 13 },
    ],
  });
});

test.each([
  [{ callback_data: "я".repeat(33) }, "BUTTON_DATA_INVALID"],
  [{ callback_data: "" }, "BUTTON_DATA_INVALID"],
  [{ url: "not an address" }, "inline keyboard button URL 'not an address' is invalid: Wrong HTTP URL"],
  [{}, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"],
])("a button with %j is refused", async (action, why) => {
  const { description } = await send({
    text: "x",
    reply_markup: { inline_keyboard: [[{ text: "b", ...action }]] },
  });
  expect(description).toBe(`Bad Request: ${why}`);
});

test("64 bytes of callback data pass", async () => {
  const data = "я".repeat(32);
  const { result } = await send({
    text: "x",
    reply_markup: { inline_keyboard: [[{ text: "b", callback_data: data }]] },
  });
  expect(result.reply_markup?.inline_keyboard[0]?.[0]?.callback_data).toBe(data);
});

test("an answer to a message that is gone is refused, unless it may go without", async () => {
  expect((await send({ text: "x", reply_parameters: { message_id: 1 } })).description).toBe(
    "Bad Request: message to be replied not found",
  );
  const alone = await send({
    text: "x",
    reply_parameters: { message_id: 1, allow_sending_without_reply: true },
  });
  expect(alone.result.reply_to_message).toBeUndefined();
});

test("strangers, people who never wrote, and people who blocked the bot cannot be written to", async () => {
  expect(await bot.call("sendMessage", { chat_id: 1, text: "x" })).toMatchObject({
    error_code: 400,
    description: "Bad Request: chat not found",
  });
  const ben = bot.telegram.addUser({ first_name: "Ben" });
  expect(await bot.call("sendMessage", { chat_id: ben.id, text: "x" })).toMatchObject({
    error_code: 403,
    description: "Forbidden: bot can't initiate conversation with a user",
  });
  await bot.telegram.sendText(ben, "hi");
  bot.telegram.blockBot(ben);
  expect(await bot.call("sendMessage", { chat_id: ben.id, text: "x" })).toMatchObject({
    error_code: 403,
    description: "Forbidden: bot was blocked by the user",
  });
  bot.telegram.unblockBot(ben);
  expect((await bot.call("sendMessage", { chat_id: ben.id, text: "x" })).ok).toBe(true);
});

test("a draft grows under its number and gives way to the message", async () => {
  await bot.call("sendMessageDraft", { chat_id: bot.anna.id, draft_id: 7, text: "half" });
  await bot.call("sendMessageDraft", { chat_id: bot.anna.id, draft_id: 7, text: "half an answer" });
  expect([...(bot.telegram.room(bot.anna.id)?.drafts.values() ?? [])].map(({ text }) => text)).toEqual([
    "half an answer",
  ]);
  await send({ text: "whole" });
  expect(bot.telegram.room(bot.anna.id)?.drafts.size).toBe(0);
  expect((await bot.call("sendMessageDraft", { chat_id: bot.anna.id, draft_id: 0, text: "x" })).ok).toBe(
    false,
  );
});

test("a reply keyboard stays until it is removed, and is not part of the message", async () => {
  const { result } = await send({ text: "x", reply_markup: { keyboard: [["Yes"], [{ text: "No" }]] } });
  expect(result.reply_markup).toBeUndefined();
  expect(bot.telegram.room(bot.anna.id)?.replyKeyboard?.keyboard).toEqual([
    [{ text: "Yes" }],
    [{ text: "No" }],
  ]);
  await send({ text: "x", reply_markup: { remove_keyboard: true } });
  expect(bot.telegram.room(bot.anna.id)?.replyKeyboard).toBeUndefined();
});

test("what differs from the documentation is noted, even where Telegram lets it pass", async () => {
  const before = bot.telegram.violations().length;
  expect((await send({ text: "x", colour: "red", disable_notification: "please" })).ok).toBe(true);
  expect(bot.telegram.violations().slice(before)).toMatchObject([
    { method: "sendMessage", message: "colour: unknown parameter" },
    { method: "sendMessage", message: 'disable_notification: Boolean expected, not "please"' },
  ]);
});
