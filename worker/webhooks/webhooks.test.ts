import { expect, test } from "vitest";
import { Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { openLog } from "../../ports/log.ts";
import { routes } from "../routes.ts";

const SECRET = "0123456789abcdef";

/** A house whose database does `commit`, and whose other ports nobody may touch: the webhook path calls no vendor. */
function door({
  commit = async () => [] as unknown[],
  testMode = false,
  signed = false,
}: Partial<Door> = {}) {
  const lines: string[] = [];
  const untouchable = (name: string) =>
    new Proxy(
      {},
      {
        get: () => {
          throw new Error(`${name} was used on the webhook path`);
        },
      },
    );
  const builder: unknown = new Proxy(() => undefined, {
    get: (_, key) => (key === "then" ? undefined : builder),
    apply: () => builder,
  });
  const db = new Proxy({}, { get: (_, key) => (key === "batch" ? commit : builder) });
  const ports = {
    env: {
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      TELEGRAM_ADMIN_IDS: [],
      TELEGRAM_BOT_TOKEN: "1:token-token",
      BOT_USERNAME: "bot",
      FAL_TRAINING_TEST_MODE: testMode,
    },
    clock: { now: () => new Date("2026-11-21T12:00:00Z") },
    log: openLog("DEBUG", (line) => lines.push(line)),
    db,
    jobs: { wake: async () => undefined },
    telegram: untouchable("telegram"),
    storage: untouchable("storage"),
    speech: untouchable("speech"),
    fal: { signed: async () => signed },
  } as unknown as Ports;
  const visit = { ports, later: () => undefined, runHere: async () => undefined };
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    routes.request(
      path,
      { method: "POST", body, headers: { "content-type": "application/json", ...headers } },
      visit,
    );
  const telegram = (body: BodyInit, headers: Record<string, string> = {}) =>
    post("/webhook/telegram", body, { "x-telegram-bot-api-secret-token": SECRET, ...headers });
  const ask = (path: string, method: string) => routes.request(path, { method }, visit);
  return { post, telegram, ask, lines };
}

interface Door {
  commit: () => Promise<unknown[]>;
  testMode: boolean;
  signed: boolean;
}

const chat = { id: 7, type: "private", first_name: "A" };
const message = (content: object) =>
  JSON.stringify({
    update_id: 1,
    message: { message_id: 5, date: 1, chat, from: { id: 7, is_bot: false, first_name: "A" }, ...content },
  });
const voice = message({ voice: { file_id: "f", file_unique_id: "u", duration: 3, mime_type: "audio/ogg" } });
const committed = async () => [{}, { rows: [{ locale: "ru" }] }, {}, { rows: [{ id: "job" }] }];

test("who does not know the secret is not heard", async () => {
  const { post } = door();
  expect((await post("/webhook/telegram", voice)).status).toBe(401);
  expect(
    (await post("/webhook/telegram", voice, { "x-telegram-bot-api-secret-token": `${SECRET}x` })).status,
  ).toBe(401);
});

test("a voice message is committed, then acknowledged, and no vendor is asked", async () => {
  let commits = 0;
  const { telegram } = door({
    commit: () => {
      commits++;
      return committed();
    },
  });
  expect((await telegram(voice)).status).toBe(200);
  expect(commits).toBe(1);
});

test.each([
  ["no JSON", "not json", {}, 400],
  ["no object", "[1]", {}, 400],
  ["no update_id", "{}", {}, 400],
  ["a fractional update_id", '{"update_id":1.5}', {}, 400],
  ["another content type", voice, { "content-type": "text/plain" }, 415],
  ["a body over 1 MB", `{"update_id":1,"x":"${"x".repeat(1_000_001)}"}`, {}, 413],
])("%s is refused", async (_, body, headers, status) => {
  const { telegram } = door();
  expect((await telegram(body, headers)).status).toBe(status);
});

test.each([
  ["a kind that nobody knows yet", '{"update_id":1,"brand_new_kind":{"a":1}}'],
  ["a group's message", message({ text: "hi", chat: { ...chat, id: -1, type: "group" } })],
  [
    "a channel's post",
    JSON.stringify({
      update_id: 1,
      channel_post: { message_id: 1, date: 1, chat: { id: -2, type: "channel" }, text: "x" },
    }),
  ],
  [
    "an edited message",
    JSON.stringify({
      update_id: 1,
      edited_message: { message_id: 1, date: 1, edit_date: 2, chat, from: { id: 7 }, text: "x" },
    }),
  ],
  ["a service message", message({ pinned_message: { message_id: 1, date: 0, chat } })],
])("%s is acknowledged and changes nothing", async (_, body) => {
  const { telegram } = door({
    commit: () => {
      throw new Error("nothing to commit");
    },
  });
  expect((await telegram(body)).status).toBe(200);
});

test("with the database away Telegram is asked to come again", async () => {
  const { telegram } = door({ commit: () => Promise.reject(new Unavailable("postgres", 5)) });
  const answer = await telegram(voice);
  expect(answer.status).toBe(503);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
});

test("an update that breaks us is acknowledged and logged, so that its chat goes on", async () => {
  const { telegram, lines } = door({ commit: () => Promise.reject(new TypeError("a bug")) });
  expect((await telegram(voice)).status).toBe(200);
  expect(lines.join()).toContain("update.failed");
});

test.each(["GET", "HEAD", "PUT", "DELETE", "PATCH"])(
  "%s on Telegram's address is not allowed",
  async (method) => {
    const answer = await door().ask("/webhook/telegram", method);
    expect([
      answer.status,
      answer.headers.get("allow"),
      method === "HEAD" ? "" : await answer.text(),
    ]).toEqual([405, "POST", method === "HEAD" ? "" : "method not allowed"]);
  },
);

test("FAL's address can be looked at, and tells nothing", async () => {
  const { ask } = door();
  expect((await ask("/webhook/fal/status", "HEAD")).status).toBe(200);
  expect(await (await ask("/webhook/fal/status", "GET")).text()).toBe("ready");
  expect((await ask("/webhook/fal/status", "DELETE")).status).toBe(405);
});

const delivery = '{"request_id":"req-1","status":"OK","payload":{}}';
const older = '{"finetune_id":"test","status":"completed","progress":100}';

test.each([
  ["a signed delivery", delivery, { signed: true }, 200],
  ["an unsigned one", delivery, { signed: false }, 401],
  ["an unsigned one in test mode", delivery, { signed: false, testMode: true }, 401],
  ["the older body, unsigned", older, { signed: false }, 401],
  ["the older body in test mode", older, { signed: false, testMode: true }, 200],
  ["a signed body that is no delivery", '{"hello":1}', { signed: true }, 400],
  ["a signed body that is no JSON", "hello", { signed: true }, 400],
  ["a request id that is none", '{"request_id":"a b","status":"OK"}', { signed: true }, 400],
] as const)("FAL: %s", async (_, body, options, status) => {
  const { post } = door({ ...options, commit: async () => [{}, { rows: [{}] }] });
  expect((await post("/webhook/fal/status", body)).status).toBe(status);
});

test("a delivery that cannot be kept is asked for again", async () => {
  const { post } = door({ signed: true, commit: () => Promise.reject(new Unavailable("postgres", 5)) });
  expect((await post("/webhook/fal/status", delivery)).status).toBe(503);
});

test("an address that does not exist says so", async () => {
  expect((await door().ask("/nothing-here", "GET")).status).toBe(404);
});
