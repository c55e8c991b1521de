import { expect, test } from "vitest";
import { openTestBot } from "./open-test-bot.ts";

test("429 states its seconds in the body and in the header, as often as asked", async () => {
  await using bot = await openTestBot();
  bot.telegram.faults.add({ method: "sendMessage", status: 429, retryAfter: 7, times: 1 });
  const post = () =>
    fetch(`${bot.telegram.url}/bot${bot.telegram.token}/sendMessage`, {
      method: "POST",
      body: new URLSearchParams({ chat_id: String(bot.anna.id), text: "x" }),
    });
  const response = await post();
  expect(response.status).toBe(429);
  expect(response.headers.get("retry-after")).toBe("7");
  expect(await response.json()).toEqual({
    ok: false,
    error_code: 429,
    description: "Too Many Requests: retry after 7",
    parameters: { retry_after: 7 },
  });
  expect((await post()).status).toBe(200);
});

test("502 comes as the front server's page, 500 as JSON", async () => {
  await using bot = await openTestBot();
  bot.telegram.faults.add({ status: 502, times: 1 });
  const get = () => fetch(`${bot.telegram.url}/bot${bot.telegram.token}/getMe`);
  expect(await (await get()).text()).toContain("<h1>502 Bad Gateway</h1>");
  bot.telegram.faults.add({ status: 500, times: 1 });
  expect(await (await get()).json()).toEqual({
    ok: false,
    error_code: 500,
    description: "Internal Server Error",
  });
});

test("a call can take effect although its answer is lost", async () => {
  await using bot = await openTestBot();
  bot.telegram.faults.add({ method: "sendMessage", drop: true, effect: true, times: 1 });
  await expect(bot.call("sendMessage", { chat_id: bot.anna.id, text: "sent" })).rejects.toThrow();
  expect(bot.telegram.messages(bot.anna.id).at(-1)?.text).toBe("sent");
});

test("a call that hangs ends with the caller's patience", async () => {
  await using bot = await openTestBot();
  bot.telegram.faults.add({ method: "getMe", hang: true, times: 1 });
  const signal = AbortSignal.timeout(50);
  const url = `${bot.telegram.url}/bot${bot.telegram.token}/getMe`;
  await expect(fetch(url, { signal })).rejects.toMatchObject({ name: "TimeoutError" });
});

test("a fault of one chat leaves the others alone, and one of methods leaves files alone", async () => {
  await using bot = await openTestBot();
  const ben = bot.telegram.addUser({ first_name: "Ben" });
  await bot.telegram.sendText(ben, "hi");
  bot.telegram.faults.add({ chatId: ben.id, status: 403 });
  expect((await bot.call("sendMessage", { chat_id: ben.id, text: "x" })).error_code).toBe(403);
  expect((await bot.call("sendMessage", { chat_id: bot.anna.id, text: "x" })).ok).toBe(true);
});

test("a download that breaks off is shorter than it said", async () => {
  await using bot = await openTestBot();
  const { document } = await bot.telegram.sendDocument(bot.anna, Buffer.alloc(100_000));
  const { result } = await bot.call("getFile", { file_id: document?.file_id });
  bot.telegram.faults.add({ method: "file", drop: true, times: 1 });
  const get = () => fetch(`${bot.telegram.url}/file/bot${bot.telegram.token}/${result.file_path}`);
  await expect(get().then((response) => response.arrayBuffer())).rejects.toThrow();
  expect((await (await get()).arrayBuffer()).byteLength).toBe(100_000);
});

test("limits answer 429 once a chat has had its share", async () => {
  await using bot = await openTestBot({ limits: { chatPerMinute: 2 } });
  const send = () => bot.call("sendMessage", { chat_id: bot.anna.id, text: "x" });
  expect((await send()).ok).toBe(true);
  expect((await send()).ok).toBe(true);
  expect(await send()).toMatchObject({ error_code: 429, parameters: { retry_after: 60 } });
  expect((await bot.call("sendChatAction", { chat_id: bot.anna.id, action: "typing" })).ok).toBe(true);
});

test("the control routes take faults from this machine's pages only, and refuse nonsense", async () => {
  await using bot = await openTestBot();
  const post = (fault: unknown, headers: Record<string, string> = {}) =>
    fetch(`${bot.telegram.url}/__sim/faults`, { method: "POST", body: JSON.stringify(fault), headers });
  expect((await post({ status: 500 }, { origin: "https://evil.example" })).status).toBe(403);
  expect(await (await post({ status: "500" })).json()).toEqual({ error: "status of a fault is a number" });
  expect((await post({ status: 500 })).status).toBe(200);
  await fetch(`${bot.telegram.url}/__sim/faults`, { method: "DELETE" });
  expect(bot.telegram.faults.list()).toEqual([]);
});
