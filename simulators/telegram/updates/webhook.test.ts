import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openTestBot, type Respond } from "../open-test-bot.ts";
import type { Message } from "../wire.ts";

const texts = (received: { update: { message?: Message } }[]) =>
  received.map(({ update }) => update.message?.text);

test("an update is one JSON with the secret in its header", async () => {
  await using bot = await openTestBot({ secret: "s3cret_-" });
  await bot.telegram.sendText(bot.anna, "hi");
  await bot.telegram.idle();
  expect(bot.received).toMatchObject([
    {
      update: {
        update_id: expect.any(Number),
        message: { text: "hi", chat: { id: bot.anna.id, type: "private" } },
      },
      headers: { "x-telegram-bot-api-secret-token": "s3cret_-", "content-type": "application/json" },
    },
  ]);
});

test("a failing update holds back the chat's next ones, and no other chat", async () => {
  let failures = 3;
  const respond: Respond = ({ message }) =>
    message?.text === "bad" && failures-- > 0 ? { status: 500 } : undefined;
  await using bot = await openTestBot({ respond });
  const ben = bot.telegram.addUser({ first_name: "Ben" });
  await Promise.all([
    bot.telegram.sendText(bot.anna, "bad"),
    bot.telegram.sendText(bot.anna, "after"),
    bot.telegram.sendText(ben, "other"),
  ]);
  await bot.telegram.idle();
  const seen = texts(bot.received);
  expect(seen.filter((text) => text === "bad")).toHaveLength(4);
  expect(seen.at(-1)).toBe("after");
  expect(seen.indexOf("other")).toBeLessThan(seen.lastIndexOf("bad"));
  const { result } = await bot.call("getWebhookInfo", {});
  expect(result).toMatchObject({
    pending_update_count: 0,
    last_error_message: "Wrong response from the webhook: 500 Internal Server Error",
  });
});

test("a tap overtakes a message of the same person that is still under way", async () => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await using bot = await openTestBot({
    async respond({ message }) {
      if (message) await held;
      return undefined;
    },
  });
  await bot.telegram.sendText(bot.anna, "slow");
  await bot.telegram.tap(bot.anna, 1, "quick");
  await expect.poll(() => bot.received.length).toBe(2);
  release();
  await bot.telegram.idle();
});

test("Retry-After of the bot is honoured, a redirect is a failure", async () => {
  const answers = [
    { status: 503, headers: { "retry-after": "20" } },
    { status: 302, headers: { location: "/" } },
  ];
  await using bot = await openTestBot({ respond: () => answers.shift(), secondMs: 5 });
  await bot.telegram.sendText(bot.anna, "hi");
  await bot.telegram.idle();
  expect(bot.received).toHaveLength(3);
  const [first, second] = bot.received;
  // Twenty seconds of five milliseconds each.
  expect((second?.time ?? 0) - (first?.time ?? 0)).toBeGreaterThanOrEqual(95);
});

test("a tap is dropped after 150 s without a 2xx, a message after 24 hours", async () => {
  let now = Date.now();
  await using bot = await openTestBot({ now: () => now, webhook: false });
  await bot.telegram.tap(bot.anna, 1, "d");
  expect(bot.telegram.pending().map((update) => Object.keys(update)[1])).toEqual([
    "message",
    "callback_query",
  ]);
  now += 150_001;
  expect(bot.telegram.pending().map((update) => Object.keys(update)[1])).toEqual(["message"]);
  now += 24 * 3_600_000;
  expect(bot.telegram.pending()).toEqual([]);
});

test("a method in the answer is carried out, except those that could not answer back", async () => {
  await using bot = await openTestBot({
    respond: ({ message }) => ({
      headers: { "content-type": "application/json" },
      body: JSON.stringify(
        message?.text === "echo"
          ? { method: "sendMessage", chat_id: message.chat.id, text: "echo!" }
          : { method: "deleteWebhook" },
      ),
    }),
  });
  await bot.telegram.sendText(bot.anna, "echo");
  await bot.telegram.waitFor(bot.anna.id, ({ text }) => text === "echo!");
  await bot.telegram.sendText(bot.anna, "saw");
  await bot.telegram.idle();
  expect((await bot.call("getWebhookInfo", {})).result.url).not.toBe("");
});

test("updates can be lost, doubled, late, or confirmed without Telegram noticing", async () => {
  await using bot = await openTestBot();
  const { faults } = bot.telegram;
  faults.add({ method: "webhook", drop: true, times: 1 });
  await bot.telegram.sendText(bot.anna, "lost");
  await bot.telegram.idle();
  faults.add({ method: "webhook", duplicate: true, times: 1 });
  await bot.telegram.sendText(bot.anna, "twice");
  await bot.telegram.idle();
  faults.add({ method: "webhook", status: 502, times: 1 });
  await bot.telegram.sendText(bot.anna, "unheard");
  await bot.telegram.idle();
  faults.add({ method: "webhook", delayMs: 60, times: 1 });
  const before = Date.now();
  await bot.telegram.sendText(bot.anna, "late");
  await bot.telegram.idle();
  expect(texts(bot.received)).toEqual(["twice", "twice", "unheard", "unheard", "late"]);
  expect((bot.received.at(-1)?.time ?? 0) - before).toBeGreaterThanOrEqual(59);
  expect(faults.list()).toEqual([]);
});

test("setWebhook refuses what Telegram refuses and says what it did", async () => {
  await using bot = await openTestBot();
  const set = (values: Record<string, unknown>) => bot.call("setWebhook", values);
  expect((await set({ url: "ftp://x" })).description).toBe("Bad Request: invalid webhook URL specified");
  expect((await set({ url: "http://a.example", secret_token: "no spaces" })).description).toBe(
    "Bad Request: secret token contains unallowed characters",
  );
  expect(await set({ url: "http://a.example" })).toMatchObject({
    error_code: 429,
    parameters: { retry_after: 1 },
  });
  expect(await bot.call("deleteWebhook", {})).toMatchObject({ description: "Webhook was deleted" });
  expect(await bot.call("deleteWebhook", {})).toMatchObject({ description: "Webhook is already deleted" });
});

test("getUpdates waits, confirms by offset, and gives way to a second poller", async () => {
  await using bot = await openTestBot({ webhook: false });
  const poll = (values: Record<string, unknown>) => bot.call<{ update_id: number }[]>("getUpdates", values);
  const [first] = (await poll({})).result;
  const waiting = poll({ offset: (first?.update_id ?? 0) + 1, timeout: 5 });
  await expect.poll(() => bot.telegram.calls("getUpdates").length).toBe(2);
  await bot.telegram.sendText(bot.anna, "next");
  const next = (await waiting).result;
  expect(next).toMatchObject([{ message: { text: "next" } }]);
  const empty = (next[0]?.update_id ?? 0) + 1;
  const left = poll({ offset: empty, timeout: 5 });
  await expect.poll(() => bot.telegram.calls("getUpdates").length).toBe(3);
  const right = poll({ offset: empty });
  expect(await left).toMatchObject({
    error_code: 409,
    description: expect.stringContaining("terminated by other"),
  });
  expect((await right).result).toEqual([]);
  await bot.call("setWebhook", { url: "http://127.0.0.1:1/" });
  expect(await poll({})).toMatchObject({
    error_code: 409,
    description: expect.stringContaining("webhook is active"),
  });
});

test("only asked-for kinds are delivered, and an empty list means the usual ones", async () => {
  await using bot = await openTestBot({ webhook: false });
  await bot.call("getUpdates", { offset: -1, allowed_updates: ["callback_query"] });
  const before = bot.telegram.pending().length;
  await bot.telegram.sendText(bot.anna, "unheard");
  await bot.telegram.tap(bot.anna, 1, "heard");
  expect(bot.telegram.pending()).toHaveLength(before + 1);
  await bot.call("getUpdates", { allowed_updates: [] });
  await bot.telegram.sendText(bot.anna, "heard");
  expect(bot.telegram.pending()).toHaveLength(before + 2);
});

test("chats, files and what was not delivered survive a restart", async () => {
  const dataDirectory = mkdtempSync(join(tmpdir(), "telegram test "));
  try {
    let fileId: string | undefined;
    let lastUpdate = 0;
    let annaId = 0;
    {
      await using bot = await openTestBot({ dataDirectory, webhook: false });
      annaId = bot.anna.id;
      const { document } = await bot.telegram.sendDocument(bot.anna, Buffer.from("kept"), {
        file_name: "a.txt",
      });
      fileId = document?.file_id;
      lastUpdate = bot.telegram.pending().at(-1)?.update_id ?? 0;
    }
    await using again = await openTestBot({ dataDirectory, webhook: false });
    expect(again.telegram.pending().map(({ update_id }) => update_id)).toContain(lastUpdate);
    expect(again.telegram.pending().at(-1)?.update_id).toBeGreaterThan(lastUpdate);
    expect(again.telegram.messages(annaId).at(-1)?.document?.file_name).toBe("a.txt");
    expect((await again.call("getFile", { file_id: fileId })).result).toMatchObject({ file_size: 4 });
  } finally {
    rmSync(dataDirectory, { recursive: true });
  }
});
