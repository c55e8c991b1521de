import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { takeBot } from "./real-bot.ts";
import { startRelay } from "./relay.ts";

type Answer = { status?: number; headers?: Record<string, string>; body?: unknown };

/** A server on a free port; `answer` sees method path, headers and the parsed body. */
async function serve(
  answer: (path: string, body: unknown, request: IncomingMessage) => Answer | Promise<Answer>,
): Promise<string> {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    const {
      status = 200,
      headers = {},
      body = {},
    } = await answer(request.url ?? "", text ? JSON.parse(text) : undefined, request);
    response.writeHead(status, { "content-type": "application/json", ...headers }).end(JSON.stringify(body));
  }).listen(0, "127.0.0.1");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

const message = (id: number, chat: number) => ({ update_id: id, message: { chat: { id: chat } } });

/** Telegram with these updates: `getUpdates` confirms everything below `offset`, and holds an empty poll open. */
async function aTelegram(waiting: { update_id: number }[]) {
  const offsets: number[] = [];
  const queue = [...waiting];
  const url = await serve(async (path, body) => {
    expect(path).toBe("/bot1:x/getUpdates");
    const { offset } = body as { offset: number };
    offsets.push(offset);
    while (queue[0] && queue[0].update_id < offset) queue.shift();
    if (queue.length === 0) await new Promise(() => undefined);
    return { body: { ok: true, result: queue } };
  });
  return { bot: `${url}/bot1:x`, offsets };
}

function relay(bot: string, webhook: string, tell: (trouble: string) => void = () => undefined) {
  const running = startRelay(
    { bot, webhook, secret: "s3cret" },
    { kinds: ["message"], tell, backoffMs: [1] },
  );
  onTestFinished(() => running.close());
  return running;
}

test("every update reaches the webhook with the secret, and is confirmed only then", async () => {
  const telegram = await aTelegram([message(5, 1), message(6, 1)]);
  const delivered: [unknown, unknown][] = [];
  const webhook = await serve((_path, body, { headers }) => {
    delivered.push([(body as { update_id: number }).update_id, headers["x-telegram-bot-api-secret-token"]]);
    expect(telegram.offsets).toEqual([0]);
    return {};
  });
  relay(telegram.bot, webhook);
  await expect.poll(() => telegram.offsets).toEqual([0, 7]);
  expect(delivered).toEqual([
    [5, "s3cret"],
    [6, "s3cret"],
  ]);
});

test("an update that the worker cannot take now is repeated, in order, and told once", async () => {
  const telegram = await aTelegram([message(5, 1), message(6, 1)]);
  const order: number[] = [];
  const told: string[] = [];
  const webhook = await serve((_path, body) => {
    order.push((body as { update_id: number }).update_id);
    return { status: order.length < 4 ? 503 : 200 };
  });
  relay(telegram.bot, webhook, (trouble) => told.push(trouble));
  await expect.poll(() => telegram.offsets).toEqual([0, 7]);
  expect(order).toEqual([5, 5, 5, 5, 6]);
  expect(told).toEqual(["the worker answered 503 to update 5, which is repeated"]);
});

test("a chat whose update is stuck does not hold up the others", async () => {
  const telegram = await aTelegram([message(5, 1), message(6, 2)]);
  const order: number[] = [];
  let freed = false;
  const webhook = await serve((_path, body) => {
    const { update_id } = body as { update_id: number };
    if (update_id === 5 && !freed) return { status: 500 };
    order.push(update_id);
    return {};
  });
  relay(telegram.bot, webhook);
  await expect.poll(() => order).toEqual([6]);
  expect(telegram.offsets).toEqual([0]);
  freed = true;
  await expect.poll(() => telegram.offsets).toEqual([0, 7]);
});

test("a refusal by Telegram is told without the token, and polling goes on", async () => {
  let asked = 0;
  const url = await serve(async () => {
    asked++;
    if (asked > 2) await new Promise(() => undefined);
    return {
      status: 409,
      body: { ok: false, description: "Conflict: terminated by other getUpdates request" },
    };
  });
  const told: string[] = [];
  relay(`${url}/bot1:x`, "http://127.0.0.1:1/", (trouble) => told.push(trouble));
  await expect.poll(() => asked).toBe(3);
  expect(told).toEqual(["Telegram answered 409: Conflict: terminated by other getUpdates request"]);
});

test("closing ends a poll that is held open", async () => {
  const telegram = await aTelegram([]);
  const running = relay(telegram.bot, "http://127.0.0.1:1/");
  await expect.poll(() => telegram.offsets).toEqual([0]);
  await running.close();
});

/** A bot whose webhook is set at `webhook`. */
async function aBot(webhook: string) {
  const calls: string[] = [];
  const root = await serve((path) => {
    calls.push(path.replace("/bot1:x/", ""));
    if (!path.startsWith("/bot1:x/"))
      return { status: 401, body: { ok: false, description: "Unauthorized" } };
    const results: Record<string, unknown> = {
      getMe: { username: "a_bot" },
      getWebhookInfo: { url: webhook },
    };
    return { body: { ok: true, result: results[path.split("/").at(-1) ?? ""] ?? true } };
  });
  return { settings: { TELEGRAM_BOT_TOKEN: "1:x", TELEGRAM_API_ROOT: `${root}/` }, calls };
}

test("a bot without a webhook is taken without a question", async () => {
  const { settings, calls } = await aBot("");
  expect(await takeBot(settings, undefined)).toMatchObject({ username: "a_bot" });
  expect(calls).toEqual(["getMe", "getWebhookInfo"]);
});

test("a webhook set elsewhere is removed only after a yes", async () => {
  const { settings, calls } = await aBot("https://shop.example/hook/secret-path");
  const questions: string[] = [];
  const answering = (answer: string) => async (question: string) => {
    questions.push(question);
    return answer;
  };
  await expect(takeBot(settings, answering(""))).rejects.toThrow("shop.example");
  expect(calls).not.toContain("deleteWebhook");
  await takeBot(settings, answering("y"));
  expect(calls).toContain("deleteWebhook");
  expect(questions.join()).not.toContain("secret-path");
});

test("without a terminal the take-over has to be allowed by name", async () => {
  const { settings, calls } = await aBot("https://shop.example/hook");
  await expect(takeBot(settings, undefined)).rejects.toThrow("TELEGRAM_TAKE_OVER=yes");
  expect(calls).not.toContain("deleteWebhook");
  await takeBot({ ...settings, TELEGRAM_TAKE_OVER: "yes" }, undefined);
  expect(calls).toContain("deleteWebhook");
});

test("a wrong token is named, and not shown", async () => {
  const { settings } = await aBot("");
  const wrong = takeBot({ ...settings, TELEGRAM_BOT_TOKEN: "2:hidden" }, undefined);
  await expect(wrong).rejects.toThrow(/^TELEGRAM_BOT_TOKEN is not accepted(?!.*hidden)/);
});
