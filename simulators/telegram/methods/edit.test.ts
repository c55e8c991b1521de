import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBot, type TestBot } from "../open-test-bot.ts";
import type { Message } from "../wire.ts";

let bot: TestBot;
let sent: Message;
beforeAll(async () => {
  bot = await openTestBot();
  sent = (await bot.call<Message>("sendMessage", { chat_id: bot.anna.id, text: "one" })).result;
});
afterAll(() => bot[Symbol.asyncDispose]());

const edit = (values: Record<string, unknown>) =>
  bot.call<Message>("editMessageText", { chat_id: bot.anna.id, message_id: sent.message_id, ...values });

test("an edit changes text and buttons, and carries its date", async () => {
  const { result } = await edit({
    text: "two",
    reply_markup: { inline_keyboard: [[{ text: "b", callback_data: "d" }]] },
  });
  expect(result).toMatchObject({ text: "two", edit_date: expect.any(Number) });
  expect((await edit({ text: "two" })).result.reply_markup).toBeUndefined();
});

test("an edit that changes nothing is refused", async () => {
  await edit({ text: "same" });
  expect((await edit({ text: "same " })).description).toBe(
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message",
  );
});

test("edits have their own words for too long", async () => {
  expect((await edit({ text: "x".repeat(4097) })).description).toBe("Bad Request: MESSAGE_TOO_LONG");
});

test("people's messages and missing ones cannot be edited", async () => {
  const theirs = await bot.telegram.sendText(bot.anna, "mine");
  expect((await edit({ text: "x", message_id: theirs.message_id })).description).toBe(
    "Bad Request: message can't be edited",
  );
  expect((await edit({ text: "x", message_id: 1 })).description).toBe(
    "Bad Request: message to edit not found",
  );
});

test("the text of a document is its caption", async () => {
  const { result } = await bot.upload("sendDocument", {
    chat_id: String(bot.anna.id),
    document: new File(["x"], "a.txt"),
  });
  const message_id = (result as unknown as Message).message_id;
  expect((await edit({ text: "x", message_id })).description).toBe(
    "Bad Request: there is no text in the message to edit",
  );
  const captioned = await bot.call("editMessageCaption", { chat_id: bot.anna.id, message_id, caption: "c" });
  expect(captioned.result).toMatchObject({ caption: "c" });
  expect(
    (await bot.call("editMessageCaption", { chat_id: bot.anna.id, message_id, caption: "c".repeat(1025) }))
      .description,
  ).toBe("Bad Request: MEDIA_CAPTION_TOO_LONG");
});

test("a deleted message is gone for the person, and cannot be deleted twice", async () => {
  const { message_id } = (await bot.call<Message>("sendMessage", { chat_id: bot.anna.id, text: "bye" }))
    .result;
  const remove = () => bot.call("deleteMessage", { chat_id: bot.anna.id, message_id });
  expect((await remove()).ok).toBe(true);
  expect(bot.telegram.messages(bot.anna.id).some((message) => message.message_id === message_id)).toBe(false);
  expect((await remove()).description).toBe("Bad Request: message to delete not found");
});

test("a reaction of the bot replaces its last one; unknown signs are refused", async () => {
  const theirs = await bot.telegram.sendText(bot.anna, "listen");
  const react = (emoji?: string) =>
    bot.call("setMessageReaction", {
      chat_id: bot.anna.id,
      message_id: theirs.message_id,
      reaction: emoji ? [{ type: "emoji", emoji }] : [],
    });
  await react("👀");
  await react("👍");
  const seen = () =>
    bot.telegram.messages(bot.anna.id).find(({ message_id }) => message_id === theirs.message_id);
  expect(seen()?.reactions).toEqual([{ emoji: "👍", from: bot.telegram.messages(bot.anna.id)[1]?.from?.id }]);
  expect((await react("🧀")).description).toBe("Bad Request: REACTION_INVALID");
  await react();
  expect(seen()?.reactions).toBeUndefined();
});
