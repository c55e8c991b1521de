import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsClient } from "aws4fetch";
import { expect, inject, test } from "vitest";
import { METRICS } from "../../domain/watch/metrics.ts";
import { readObject } from "../harness/flaky-store.ts";
import { runAisha } from "../harness/operator.ts";
import { callTelegram, eventually, fixture, type Stack, startStack } from "../harness/stack.ts";
import { BUCKETS, CREDENTIALS } from "../harness/store.ts";
import { startWorker } from "../harness/worker.ts";

const TOKEN = "a-token-for-prometheus";
const ADMIN = 7_001;
const aws = new AwsClient({ ...CREDENTIALS, service: "s3", region: "auto", retries: 0 });

const ask = (stack: Stack, token: string | null) =>
  stack.worker.fetch("/metrics", token === null ? {} : { headers: { authorization: `Bearer ${token}` } });

/** Samples by name and labels; fails on a line that Prometheus would not read. */
async function scrape(stack: Stack): Promise<Map<string, number>> {
  const answer = await ask(stack, TOKEN);
  expect(answer.status).toBe(200);
  const samples = new Map<string, number>();
  const described = new Set<string>();
  for (const line of (await answer.text()).trimEnd().split("\n")) {
    const [, described_] = /^# TYPE (\w+) (?:counter|gauge|histogram)$/.exec(line) ?? [];
    if (described_) described.add(described_);
    if (line.startsWith("#")) continue;
    const [, name = "", labels = "", value] =
      /^([a-z_]+)(?:\{((?:[a-z]+="[^"\\\n]*"(?:,|(?=\})))*)\})? (-?[\d.e+]+)$/.exec(line) ?? [];
    expect(name, line).not.toBe("");
    expect(described.has(name.replace(/^(aisha_vendor_seconds)_(bucket|sum|count)$/, "$1")), line).toBe(true);
    samples.set(labels ? `${name}{${labels}}` : name, Number(value));
  }
  return samples;
}

test("the figures are for who brings the token, and where none is set there is no such page", async () => {
  await using closed = await startStack();
  expect((await ask(closed, null)).status).toBe(404);
  expect((await ask(closed, TOKEN)).status).toBe(404);
  await using stack = await startStack({ settings: { METRICS_TOKEN: TOKEN } });
  expect((await ask(stack, null)).status).toBe(401);
  expect((await ask(stack, `${TOKEN}x`)).status).toBe(401);
  expect((await ask(stack, "")).status).toBe(401);
  expect((await scrape(stack)).get("aisha_dead_letters")).toBe(0);
});

test("a voice message is counted: its update, its jobs, what vendors were asked and how long they took", async () => {
  await using stack = await startStack({ settings: { METRICS_TOKEN: TOKEN } });
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("speech simulator") === true);
  await eventually(
    "all jobs ended",
    async () => (await stack.query("select from jobs where state <> 'done'")).length === 0,
  );
  // Rows are counted a minute late, so that none is missed.
  const past = (table: string, column: string) =>
    stack.query(`update ${table} set ${column} = ${column} - interval '70 seconds'`);
  await Promise.all([
    past("telegram_updates", "received_at"),
    past("jobs", "ended_at"),
    past("works", "created_at"),
  ]);
  await Promise.all([stack.worker.tick(), stack.worker.tick()]);
  await stack.worker.tick();

  const samples = await scrape(stack);
  expect(samples.get("aisha_updates_total"), "counted once, however many count").toBe(1);
  expect(samples.get('aisha_jobs_ended_total{kind="transcription.ingest",state="done"}')).toBe(1);
  expect(samples.get('aisha_works_total{feature="speech"}')).toBe(1);
  expect(
    samples.get('aisha_vendor_calls_total{vendor="speech",call="hear",outcome="ok"}') ?? [...samples.keys()],
  ).toBe(1);
  expect(samples.get('aisha_vendor_seconds_bucket{vendor="telegram",le="+Inf"}')).toBe(
    samples.get('aisha_vendor_seconds_count{vendor="telegram"}'),
  );
  expect(samples.get("aisha_users")).toBe(1);
  expect(samples.get('aisha_storage_bytes{bucket="transcripts"}')).toBe(fixture("voice-en.ogg").length);
  expect(samples.get("aisha_webhook_failing")).toBe(0);
  const told = new Set(
    [...samples.keys()].map((key) => key.replace(/^aisha_|\{.*/g, "").replace(/^(vendor_seconds)_.*/, "$1")),
  );
  for (const name of told) expect(Object.keys(METRICS)).toContain(name);
});

test("an admin is told once what is wrong, again when it is over, and nobody else is", async () => {
  await using stack = await startStack({
    settings: { TELEGRAM_ADMIN_IDS: String(ADMIN), SPEECH_PATIENCE_SECONDS: "1" },
  });
  const { telegram, openai } = stack;
  const admin = telegram.addUser({ id: ADMIN, language_code: "ru" });
  const user = telegram.addUser({ language_code: "en" });
  await telegram.sendText(admin, "/start");
  await telegram.waitFor(admin.id, ({ text }) => text?.includes("Аиша") === true);

  openai.faults.add({ route: "transcriptions", status: 503 });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await eventually("refused once", () => openai.calls().some(({ status }) => status === 503));
  await stack.later(60);
  await telegram.waitFor(user.id, ({ text }) => text?.includes("has not answered") === true);
  await stack.worker.tick();
  const alarm = await telegram.waitFor(admin.id, ({ text }) => text?.includes("отказался") === true);
  expect(alarm.text).toContain("1 × transcription.transcribe");
  expect(alarm.text).toContain("docs/runbook.md");
  await stack.worker.tick();
  await stack.worker.tick();

  await stack.query("update jobs set state = 'dropped' where state = 'dead'");
  await stack.worker.tick();
  expect(
    await stack.query("select from alerts where resolved_at is not null"),
    "not over yet: it may flicker",
  ).toHaveLength(0);
  await stack.query(
    "update alerts set seen_at = seen_at - interval '6 minutes', created_at = created_at - interval '20 minutes'",
  );
  await stack.worker.tick();
  const over = await telegram.waitFor(admin.id, ({ text }) => text?.includes("Снова в порядке") === true);
  expect(over.text).toContain("20 мин");
  const count = (words: string, chatId: number) =>
    telegram.messages(chatId).filter(({ text }) => text?.includes(words)).length;
  expect([count("отказался", admin.id), count("Снова в порядке", admin.id)]).toEqual([1, 1]);
  expect(count("runbook", user.id)).toBe(0);
});

/** A minute of the hour. */
const minute = (number: number) => new Date(Date.UTC(2026, 10, 21, 12, number));

/** An admin who has written to the bot once. */
async function addAdmin({ telegram }: Stack) {
  const admin = telegram.addUser({ id: ADMIN, language_code: "en" });
  await telegram.sendText(admin, "/start");
  await telegram.waitFor(admin.id, ({ text }) => text?.includes("Aisha") === true);
  const alarms = (words: string) =>
    telegram.messages(admin.id).filter(({ text }) => text?.includes(words)).length;
  return alarms;
}

test("with Postgres away admins are told every twenty minutes, and not when it only blinked", async () => {
  await using stack = await startStack({ settings: { TELEGRAM_ADMIN_IDS: `${ADMIN},7002` } });
  const alarms = await addAdmin(stack);
  stack.proxy.down = true;
  expect(await stack.worker.tick(minute(19)), "the platform sees it").toBe("exception");
  expect(alarms("База данных")).toBe(0);
  await stack.worker.tick(minute(20));
  expect(alarms("База данных"), "past the other admin, who is nobody's chat").toBe(1);
  await stack.worker.tick(minute(21));
  await stack.worker.tick(minute(39));
  expect(alarms("База данных")).toBe(1);

  const blinked = stack.worker.tick(minute(40));
  await eventually(
    "the tick found it away",
    () => stack.worker.log().filter((line) => line.includes("tick.broke")).length === 5,
  );
  stack.proxy.down = false;
  await blinked;
  expect(alarms("База данных")).toBe(1);
  expect(await stack.worker.tick(minute(60))).toBe("ok");
});

test("a step that breaks mutes no alarm, nor does a queue that takes nothing", async () => {
  await using stack = await startStack({ settings: { TELEGRAM_ADMIN_IDS: String(ADMIN) } });
  const alarms = await addAdmin(stack);
  await stack.quiet();
  await stack.query(`insert into jobs (id, kind, payload, key, state, run_after, woken_at) values
    ('job_dead', 'notices.statement', '{}', 'a', 'dead', now(), now()),
    ('job_late', 'notices.statement', '{}', 'b', 'waiting', now() - interval '1 hour', now() - interval '1 hour')`);
  for (const table of ["todos", "trainings", "images", "departed"])
    await stack.query(`alter table ${table} rename to ${table}_gone`);
  const worker = await startWorker(inject("workerBundle"), stack.settings, { brokenQueues: true });
  try {
    expect(await worker.tick()).toBe("exception");
    expect([alarms("given up"), alarms("stands still")]).toEqual([1, 1]);
    const broke = worker.log().filter((line) => line.includes("tick.broke"));
    expect(broke.map((line) => JSON.parse(line).part)).toEqual([
      "wake",
      "count",
      "avatars",
      "images",
      "reminders",
      "retention",
    ]);
  } finally {
    await worker.kill();
  }
});

test("alarms that cannot be looked at are themselves told", async () => {
  await using stack = await startStack({ settings: { TELEGRAM_ADMIN_IDS: String(ADMIN) } });
  const alarms = await addAdmin(stack);
  await stack.query("alter table alerts rename to alerts_gone");
  await stack.worker.tick(minute(0));
  const told = stack.telegram.messages(ADMIN).find(({ text }) => text?.includes("База данных"));
  // SQLSTATE for a table that is not there.
  expect(told?.text).toContain("42P01");
  await stack.worker.tick(minute(1));
  expect(alarms("База данных")).toBe(1);
});

test("deliveries that fail are an alarm, by Telegram's own word", async () => {
  await using stack = await startStack({
    settings: { TELEGRAM_ADMIN_IDS: String(ADMIN), METRICS_TOKEN: TOKEN },
  });
  const { telegram } = stack;
  const admin = telegram.addUser({ id: ADMIN, language_code: "en" });
  await telegram.sendText(admin, "/start");
  await telegram.waitFor(admin.id, ({ text }) => text?.includes("Aisha") === true);
  // Telegram takes this call once a second.
  await eventually("the webhook is set anew", () =>
    callTelegram(telegram, "setWebhook", {
      url: `${stack.worker.url}/webhook/telegram`,
      secret_token: "an-altogether-different-secret",
    }).then(
      () => true,
      () => false,
    ),
  );
  await telegram.sendText(telegram.addUser({}), "hello");
  await eventually("refused", () => telegram.deliveries().some(({ status }) => status === 401));
  await stack.worker.tick();
  await telegram.waitFor(admin.id, ({ text }) => text?.includes("cannot deliver") === true);
  expect((await scrape(stack)).get("aisha_webhook_failing")).toBe(1);
});

test("a webhook that somebody took away or set elsewhere is an alarm, and not healthy", async () => {
  await using stack = await startStack({
    settings: {
      TELEGRAM_ADMIN_IDS: String(ADMIN),
      METRICS_TOKEN: TOKEN,
      PUBLIC_URL: "https://aisha.example",
    },
  });
  const alarms = await addAdmin(stack);
  const host = new URL(stack.worker.url).host;
  const health = await stack.worker.fetch("/health");
  expect(health.status).toBe(503);
  expect(await health.json()).toMatchObject({
    checks: { telegram: { ok: false, detail: `the webhook leads to ${host}` } },
  });
  await stack.worker.tick();
  expect(alarms(`cannot deliver messages: the webhook leads to ${host}`)).toBe(1);
  await callTelegram(stack.telegram, "deleteWebhook", {});
  await stack.worker.tick();
  expect(await stack.query("select detail from alerts where id = 'webhook'")).toEqual([
    { detail: "no webhook is set" },
  ]);
  expect((await scrape(stack)).get("aisha_webhook_failing")).toBe(1);
});

test("backups that no longer come are an alarm, where one ever came", async () => {
  await using stack = await startStack({
    settings: { TELEGRAM_ADMIN_IDS: String(ADMIN), METRICS_TOKEN: TOKEN },
  });
  const alarms = await addAdmin(stack);
  await stack.worker.tick();
  expect([alarms("backups"), (await scrape(stack)).has("aisha_backup_age_seconds")]).toEqual([0, false]);
  const place = mkdtempSync(join(tmpdir(), "aisha backups "));
  try {
    const settings = { ...stack.settings, BACKUP_TARGET: place };
    const made = await runAisha(settings, "backup", "--without-pg-dump");
    expect([made.code, made.err]).toEqual([0, ""]);
    await stack.worker.tick();
    expect(alarms("backups")).toBe(0);
    expect((await scrape(stack)).get("aisha_backup_age_seconds")).toBeLessThan(600);
    await stack.query("update readings set at = at - interval '37 hours' where name = 'backup'");
    const failed = await runAisha({ ...settings, BACKUP_TARGET: "/dev/null/backups" }, "backup");
    expect(failed.code).toBe(1);
    await stack.worker.tick();
    expect(alarms("the last one is 37 h old")).toBe(1);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

test("what a vendor was to fetch and nobody removed goes by itself, and what people sent stays", async () => {
  await using stack = await startStack();
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await stack.telegram.waitFor(user.id, ({ text }) => text?.includes("speech simulator") === true);
  const [row] = await stack.query<{ original_key: string }>("select original_key from transcripts");
  const original = row?.original_key ?? "";
  // As a hearing leaves it that was stopped between its request and its answer.
  const put = await aws.fetch(`${inject("s3Url")}/${BUCKETS.transcripts}/${original}.part-0`, {
    method: "PUT",
    body: "part",
  });
  expect(put.ok).toBe(true);
  await stack.query(
    "update transcript_parts set request_id = 'asked', changed_at = now() - interval '5 hours'",
  );
  await stack.worker.tick();
  expect(
    await readObject(inject("s3Url"), `${original}.part-0`),
    "its link may still be used",
  ).not.toBeNull();
  await stack.query("update transcript_parts set changed_at = now() - interval '7 hours'");
  await stack.worker.tick();
  expect(await readObject(inject("s3Url"), `${original}.part-0`)).toBeNull();
  expect(await readObject(inject("s3Url"), original)).not.toBeNull();
  expect(await stack.query("select request_id from transcript_parts")).toEqual([{ request_id: null }]);
});

test("old rows go and their figures stay", async () => {
  await using stack = await startStack({ settings: { METRICS_TOKEN: TOKEN } });
  await stack.query(`insert into tallies (name, labels, hour, value) values
    ('updates_total', '', date_trunc('hour', now()) - interval '40 days', 5),
    ('updates_total', '', date_trunc('hour', now()) - interval '50 days', 7),
    ('updates_total', '', date_trunc('hour', now()) - interval '1 day', 1)`);
  await stack.query(`insert into fal_deliveries (id, request_id, digest, signed, body, created_at) values
    ('fal_old', 'r1', 'd1', true, '{}', now() - interval '31 days'), ('fal_new', 'r2', 'd2', true, '{}', now())`);
  await stack.worker.tick();
  expect((await scrape(stack)).get("aisha_updates_total"), "a counter never falls").toBe(13);
  expect(await stack.query("select count(*)::int as n from tallies where name = 'updates_total'")).toEqual([
    { n: 2 },
  ]);
  expect(await stack.query("select id from fal_deliveries")).toEqual([{ id: "fal_new" }]);
});
