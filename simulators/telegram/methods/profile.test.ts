import { expect, test } from "vitest";
import { openTestBot } from "../open-test-bot.ts";

test("commands are kept by scope and language, and deleted one list at a time", async () => {
  await using bot = await openTestBot();
  const commands = [{ command: "start", description: "Начать" }];
  await bot.call("setMyCommands", { commands, language_code: "ru", scope: { type: "all_private_chats" } });
  expect((await bot.call("getMyCommands", {})).result).toEqual([]);
  const scoped = { language_code: "ru", scope: { type: "all_private_chats" } };
  expect((await bot.call("getMyCommands", scoped)).result).toEqual(commands);
  await bot.call("deleteMyCommands", scoped);
  expect((await bot.call("getMyCommands", scoped)).result).toEqual([]);
});

test.each([
  [[{ command: "Старт", description: "x" }], "BOT_COMMAND_INVALID"],
  [[{ command: "a".repeat(33), description: "x" }], "BOT_COMMAND_INVALID"],
  [[{ command: "a", description: "" }], "BOT_COMMAND_DESCRIPTION_INVALID"],
  [
    Array.from({ length: 101 }, (_, at) => ({ command: `c${at}`, description: "x" })),
    "BOT_COMMANDS_TOO_MUCH",
  ],
])("commands that Telegram does not take are refused (%#)", async (commands, why) => {
  await using bot = await openTestBot();
  expect((await bot.call("setMyCommands", { commands })).description).toBe(`Bad Request: ${why}`);
});

test("methods are found whatever their case, by GET and with form arguments", async () => {
  await using bot = await openTestBot();
  const root = `${bot.telegram.url}/bot${bot.telegram.token}`;
  expect(await (await fetch(`${root}/GETME`)).json()).toMatchObject({ ok: true, result: { is_bot: true } });
  const query = await fetch(`${root}/sendmessage?chat_id=${bot.anna.id}&text=hi`);
  expect(await query.json()).toMatchObject({ ok: true, result: { text: "hi" } });
  const form = await fetch(`${root}/sendMessage`, {
    method: "POST",
    body: new URLSearchParams({
      chat_id: String(bot.anna.id),
      text: "x",
      reply_markup: JSON.stringify({ inline_keyboard: [[{ text: "b", callback_data: "d" }]] }),
    }),
  });
  expect(await form.json()).toMatchObject({
    ok: true,
    result: { reply_markup: { inline_keyboard: [[{ text: "b" }]] } },
  });
  expect(bot.telegram.violations()).toEqual([]);
});

test("unknown methods, broken JSON and foreign tokens are refused in Telegram's words", async () => {
  await using bot = await openTestBot();
  expect(await bot.call("sendMassage", {})).toEqual({
    ok: false,
    error_code: 404,
    description: "Not Found: method not found",
  });
  const { url } = bot.telegram;
  const status = async (token: string) => (await fetch(`${url}/bot${token}/getMe`)).json();
  expect(await status("123:abc")).toEqual({ ok: false, error_code: 401, description: "Unauthorized" });
  expect(await status("abc")).toMatchObject({ description: "Unauthorized: invalid token specified" });
  const broken = await fetch(`${url}/bot${bot.telegram.token}/sendMessage`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"chat_id":',
  });
  expect(await broken.json()).toMatchObject({ error_code: 400 });
});
