import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { callTelegram, eventually, fixture, OPENAI_KEY, SECRET, startStack } from "../harness/stack.ts";

test("a delivery that FAL really signed is kept and read; repeated, forged and stale ones change nothing", async () => {
  await using stack = await startStack();
  const { fal, query } = stack;
  const webhook = `${stack.worker.url}/webhook/fal/status?ref=trn_test`;
  const submitted = await fetch(
    `${fal.queueUrl}/fal-ai/flux-lora?fal_webhook=${encodeURIComponent(webhook)}`,
    {
      method: "POST",
      headers: { authorization: "Key fal-key", "content-type": "application/json" },
      body: JSON.stringify({ prompt: "a lighthouse" }),
    },
  );
  const { request_id: requestId } = (await submitted.json()) as { request_id: string };
  await eventually(
    "handled",
    async () => (await query("select 1 from fal_deliveries where handled_at is not null")).length === 1,
    20_000,
  );
  expect(await query("select request_id, reference, signed, outcome from fal_deliveries")).toEqual([
    { request_id: requestId, reference: "trn_test", signed: true, outcome: "unknown request" },
  ]);
  expect(await fal.deliver(requestId)).toBe(200);
  expect(await fal.deliver(requestId, { spoilt: "forged" })).toBe(401);
  expect(await fal.deliver(requestId, { spoilt: "stale" })).toBe(401);
  expect(await query("select 1 from fal_deliveries")).toHaveLength(1);
  fal.rotateKey();
  expect(await fal.deliver(requestId)).toBeDefined();
});

test("while Postgres answers but cannot be used nothing is acknowledged; what comes again afterwards is kept", async () => {
  await using stack = await startStack({
    settings: { FAL_TRAINING_TEST_MODE: "true", METRICS_TOKEN: "a-token-for-the-figures" },
  });
  const { query, settings } = stack;
  const post = (path: string, body: object) =>
    stack.worker.fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json", "x-telegram-bot-api-secret-token": SECRET },
      body: JSON.stringify(body),
    });
  const person = { id: 77, is_bot: false, first_name: "A" };
  const chat = { id: 77, type: "private", first_name: "A" };
  const tell = (update_id: number) =>
    post("/webhook/telegram", {
      update_id,
      message: { message_id: 1, date: 1, chat, from: person, text: "/help" },
    });
  const ring = () => post("/webhook/fal/status", { finetune_id: "test", status: "completed", progress: 100 });
  const figures = () =>
    stack.worker.fetch("/metrics", { headers: { authorization: "Bearer a-token-for-the-figures" } });
  const comesAgain = async (answer: Response) => {
    expect(answer.status).toBe(503);
    expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
  };
  const kept = async () => (await query("select from telegram_updates")).length;

  await query("alter function arrive rename to arrived_late");
  await comesAgain(await tell(900_001));
  expect(await kept()).toBe(0);
  await query("alter function arrived_late rename to arrive");
  expect((await tell(900_001)).status).toBe(200);
  expect(await kept()).toBe(1);

  const right = settings.DATABASE_URL ?? "";
  settings.DATABASE_URL = right.replace(/:[^:@]+@/, ":wrong@");
  await stack.restart();
  await comesAgain(await tell(900_002));
  await comesAgain(await ring());
  await comesAgain(await figures());
  settings.DATABASE_URL = right;
  await stack.restart();
  expect((await tell(900_002)).status).toBe(200);
  expect((await ring()).status).toBe(200);
  expect((await figures()).status).toBe(200);
  expect(await kept()).toBe(2);
  expect(await query("select request_id from fal_deliveries")).toEqual([{ request_id: "test" }]);
});

test("health names the part that fails, and only that; liveness asks nobody", async () => {
  await using stack = await startStack();
  const good = await stack.worker.fetch("/health");
  expect(good.status).toBe(200);
  expect(Object.keys(((await good.json()) as { checks: object }).checks)).toEqual([
    "postgres",
    "queue",
    "storage",
    "telegram",
    "speech",
    "fal",
  ]);

  // However many ask at once while nothing is known, and though the first of them hangs up.
  await stack.restart();
  const asked = () => [
    stack.telegram.calls("getWebhookInfo").length,
    stack.openai.calls().length,
    stack.proxy.requests(),
  ];
  stack.telegram.faults.add({ method: "getWebhookInfo", delayMs: 1000, times: 1 });
  const [telegram = 0, speech = 0, postgres = 0] = asked();
  const first = new AbortController();
  const hangsUp = stack.worker.fetch("/health", { signal: first.signal }).catch(() => "hung up");
  await eventually("the first is checking", () => asked()[0] === telegram + 1);
  const crowd = Array.from({ length: 50 }, () => stack.worker.fetch("/health"));
  first.abort();
  expect(await hangsUp).toBe("hung up");
  const answers = await Promise.all(crowd);
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1);
  for (let i = 0; i < 20; i++) await stack.worker.fetch("/health");
  const [telegramNow, speechNow, postgresNow = 0] = asked();
  expect([telegramNow, speechNow]).toEqual([telegram + 1, speech + 1]);
  // Both looks at the jobs, and the calls that were counted after the check.
  expect(postgresNow - postgres).toBeLessThanOrEqual(4);

  await stack.restart();
  stack.proxy.down = true;
  stack.openai.faults.add({ status: 500 });
  const bad = await stack.worker.fetch("/health");
  const { ok, checks } = (await bad.json()) as { ok: boolean; checks: Record<string, { ok: boolean }> };
  expect([bad.status, ok]).toEqual([503, false]);
  expect(
    Object.entries(checks)
      .filter(([, check]) => !check.ok)
      .map(([name]) => name),
  ).toEqual(["postgres", "queue", "speech"]);
  expect((await stack.worker.fetch("/health/live")).status).toBe(200);
});

test("a whole journey's log holds no secret, no word and no file's address", async () => {
  await using stack = await startStack();
  const { telegram } = stack;
  const user = telegram.addUser({
    first_name: "Secretname",
    username: "secret_user_name",
    language_code: "en",
  });
  const words = "The treasure is buried under the old oak";
  stack.openai.faults.add({ route: "transcriptions", speech: { text: words } });
  await telegram.sendText(user, "my password is hunter2");
  await telegram.sendAudio(user, fixture("speech-ru.mp3"), { file_name: "private-diary.mp3" });
  await telegram.waitFor(user.id, (message) => message.text?.includes("treasure") === true);
  telegram.faults.add({ method: "file", status: 500, times: 2 });
  stack.openai.faults.add({ route: "transcriptions", status: 401 });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await eventually("waits for Telegram", () => stack.worker.log().some((line) => line.includes("waits")));
  const log = stack.worker.log().join("\n");
  expect(log).toContain("delivered");
  for (const secret of [
    telegram.token,
    telegram.token.split(":")[1] ?? "",
    SECRET,
    OPENAI_KEY,
    "local-secret",
    "fal-key",
    stack.settings.DATABASE_URL ?? "",
    "treasure",
    "hunter2",
    "Secretname",
    "secret_user_name",
    "private-diary",
    "/file/bot",
    "AWSAccessKeyId",
    "X-Amz-Signature",
  ])
    expect(log.includes(secret), `the log holds ${secret}`).toBe(false);
  for (const line of stack.worker.log().filter((text) => text.startsWith("{")))
    expect(() => JSON.parse(line)).not.toThrow();
});

test("one id leads from the update to the delivery", async () => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await stack.telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
  await eventually("logged", () => stack.worker.log().some((line) => line.includes('"did":"delivered"')));
  const lines = stack.worker
    .log()
    .flatMap((line) => (line.startsWith("{") ? [JSON.parse(line) as Record<string, string>] : []));
  const first = lines.find(({ event, jobs }) => event === "update" && jobs);
  const ingest = lines.find(({ job }) => job !== undefined && job === first?.jobs);
  const steps = lines
    .filter(({ transcript }) => transcript !== undefined && transcript === ingest?.transcript)
    .map(({ kind }) => kind);
  expect(steps).toEqual(
    ["ingest", "plan", "quote", "transcribe", "merge", "deliver"].map((step) => `transcription.${step}`),
  );
});

test("the worker without its settings says which, in the log, and nothing to strangers", async () => {
  const { startWorker } = await import("../harness/worker.ts");
  const { inject } = await import("vitest");
  const worker = await startWorker(inject("workerBundle"), { TELEGRAM_BOT_TOKEN: "broken" });
  const answer = await worker.fetch("/webhook/telegram", { method: "POST" });
  expect([answer.status, await answer.text()]).toEqual([503, "not configured: the log names the settings"]);
  await eventually("logged", () =>
    worker.log().some((line) => line.includes("DATABASE_URL") && line.includes("OPENAI_API_KEY")),
  );
  expect(worker.log().join()).not.toContain("broken");
  await worker.kill();
});

test("the deployment guide's check of the webhook is answered in test mode, and refused in production", async () => {
  const check = {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"finetune_id":"test","status":"completed","progress":100}',
  };
  {
    await using stack = await startStack({ settings: { FAL_TRAINING_TEST_MODE: "true" } });
    expect((await stack.worker.fetch("/webhook/fal/status", check)).status).toBe(200);
    expect(await stack.query("select request_id, signed from fal_deliveries")).toEqual([
      { request_id: "test", signed: false },
    ]);
  }
  await using stack = await startStack();
  expect((await stack.worker.fetch("/webhook/fal/status", check)).status).toBe(401);
  expect(await callTelegram(stack.telegram, "getMe", {})).toMatchObject({ is_bot: true });
  expect(readFileSync(join(import.meta.dirname, "../../wrangler.toml"), "utf8")).not.toMatch(/sk-|AAA/);
});
