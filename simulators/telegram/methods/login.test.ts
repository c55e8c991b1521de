import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestBot, type TestBot } from "../open-test-bot.ts";
import type { Message } from "../wire.ts";

let bot: TestBot;
beforeAll(async () => {
  bot = await openTestBot();
});
afterAll(() => bot[Symbol.asyncDispose]());

const offer = (url: string) =>
  bot.call<Message>("sendMessage", {
    chat_id: bot.anna.id,
    text: "Come in",
    reply_markup: { inline_keyboard: [[{ text: "Open", login_url: { url } }]] },
  });

test("a login button opens its address with who pressed it, signed with the hash of the bot's token", async () => {
  const { result } = await offer("https://house.example/in?from=chat");
  const url = new URL(bot.telegram.login(bot.anna, result));
  expect([url.origin, url.pathname, url.searchParams.get("from")]).toEqual([
    "https://house.example",
    "/in",
    "chat",
  ]);
  expect(url.searchParams.get("id")).toBe(String(bot.anna.id));
  const signed = [...url.searchParams].filter(([name]) => name !== "hash" && name !== "from");
  const lines = signed.map(([name, value]) => `${name}=${value}`).sort();
  const key = createHash("sha256").update(bot.telegram.token).digest();
  expect(url.searchParams.get("hash")).toBe(createHmac("sha256", key).update(lines.join("\n")).digest("hex"));
});

test("a login leads to https, or to this machine", async () => {
  expect((await offer("http://house.example/in")).description).toContain("Only HTTPS links are allowed");
  expect((await offer("http://127.0.0.1:8787/in")).ok).toBe(true);
});

test("a message without a login button has nothing to press", async () => {
  const { result } = await bot.call<Message>("sendMessage", { chat_id: bot.anna.id, text: "Just words" });
  expect(() => bot.telegram.login(bot.anna, result)).toThrow("no login button");
});
