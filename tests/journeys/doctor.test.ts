import { afterAll, beforeAll, expect, test } from "vitest";
import { runAisha } from "../harness/operator.ts";
import { type Stack, startStack } from "../harness/stack.ts";

let stack: Stack;
let settings: Record<string, string>;
beforeAll(async () => {
  stack = await startStack({ settings: { OPENAI_TRANSCRIBE_MODEL: "gpt-transcribe" } });
  settings = {
    ...stack.settings,
    PUBLIC_URL: stack.worker.url,
    TELEGRAM_ADMIN_IDS: "1",
    BOT_USERNAME: "aisha_local_bot",
  };
});
afterAll(() => stack[Symbol.asyncDispose]());

interface Finding {
  check: string;
  state: string;
  what: string;
  fix?: string;
}
const examine = async (changed: Record<string, string>, ...words: string[]) => {
  const ran = await runAisha({ ...settings, ...changed }, "doctor", "--json", ...words);
  const { findings } = JSON.parse(ran.out) as { findings: Finding[] };
  return {
    ...ran,
    findings,
    states: (check: string) => findings.filter((one) => one.check === check).map(({ state }) => state),
  };
};

test("the webhook is set with its secret, described and removed", async () => {
  const set = await runAisha(settings, "webhook", "set", "--drop-pending");
  expect([set.code, set.out.trim()]).toEqual([
    0,
    `Telegram delivers to ${settings.PUBLIC_URL}/webhook/telegram`,
  ]);
  const { out } = await runAisha(settings, "webhook", "info", "--json");
  expect(JSON.parse(out)).toMatchObject({
    url: `${settings.PUBLIC_URL}/webhook/telegram`,
    pending_update_count: 0,
    max_connections: 100,
    allowed_updates: expect.arrayContaining(["message", "callback_query", "pre_checkout_query"]),
  });
  // What Telegram now delivers is let in: the secret is the Worker's.
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendText(user, "/start");
  await stack.telegram.waitFor(user.id, (message) => Boolean(message.text));
  const bad = await runAisha(settings, "webhook", "set", "--max-connections", "none");
  expect([bad.code, bad.err]).toEqual([1, expect.stringContaining("whole number")]);
});

test("a healthy installation is healthy in every part", async () => {
  const { code, findings, states } = await examine({});
  expect(findings.filter(({ state }) => state === "fail")).toEqual([]);
  expect(code).toBe(0);
  for (const check of [
    "postgres",
    "migrations",
    "postgres over http",
    "telegram",
    "webhook",
    "openai",
    "fal",
    "fal signatures",
    "worker",
    "fal webhook",
  ])
    expect([check, states(check)]).toEqual([check, ["ok"]]);
  for (const bucket of ["transcripts", "avatars"])
    expect(states(`storage aisha-v2-${bucket} links`)).toEqual(["ok"]);
  expect(states("storage address")).toEqual(["warn"]);
});

test("with half of everything down the doctor names each trouble and its cure, sees the rest, and tells no secret", async () => {
  const secret = "sk-a-key-that-nobody-knows";
  const { code, out, err, findings, states } = await examine({
    OPENAI_API_KEY: secret,
    MINIO_SECRET_KEY: "not-the-secret-of-this-store",
    DATABASE_HTTP_ENDPOINT: "http://127.0.0.1:9/sql",
    FAL_JWKS_URL: "http://127.0.0.1:9/keys",
    FAL_TRAINING_TEST_MODE: "true",
    ENVIRONMENT: "production",
    OPENAI_SUBTITLE_MODEL: "no-such-model",
    BOT_USERNAME: "somebody_else",
  });
  expect(code).toBe(1);
  for (const check of ["openai", "postgres over http", "fal signatures", "settings", "telegram"])
    expect([check, states(check)]).toEqual([check, expect.arrayContaining(["fail"])]);
  expect(states("storage aisha-v2-transcripts")).toEqual(["fail"]);
  expect(states("postgres")).toEqual(["ok"]);
  expect(states("migrations")).toEqual(["ok"]);
  expect(states("fal")).toEqual(["ok"]);
  for (const { state, fix } of findings) if (state !== "ok") expect(fix).toBeTruthy();
  const password = new URL(settings.DATABASE_URL ?? "").password;
  for (const hidden of [secret, "not-the-secret", settings.TELEGRAM_BOT_TOKEN ?? "?", password])
    expect(`${out}${err}`).not.toContain(hidden);
});

test("a database that is away, or behind, is said to be so", async () => {
  const away = await examine({ DATABASE_URL: "postgresql://u:p@127.0.0.1:9/d" }, "--only", "postgres");
  expect([away.code, away.states("postgres")]).toEqual([1, ["fail"]]);
  await stack.query("create temp table if not exists kept as select * from drizzle.__drizzle_migrations");
  const [newest] = await stack.query<{ created_at: string }>(
    "delete from drizzle.__drizzle_migrations where created_at = (select max(created_at) from drizzle.__drizzle_migrations) returning *",
  );
  const behind = await examine({}, "--only", "postgres");
  expect(behind.findings).toContainEqual(
    expect.objectContaining({ check: "migrations", state: "fail", fix: "npm run migrate" }),
  );
  await stack.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ('again', $1)", [
    newest?.created_at,
  ]);
});

test("storage is set up as far as the server allows, and cleaned of what only proved it", async () => {
  const { code, out } = await runAisha(settings, "storage", "setup", "--json");
  const steps = JSON.parse(out) as { step: string; outcome: string }[];
  expect(code).toBe(0);
  expect(steps.filter(({ step }) => step === "bucket").map(({ outcome }) => outcome)).toEqual([
    "there",
    "there",
  ]);
  const cleaned = await runAisha(settings, "cleanup", "--json");
  expect(JSON.parse(cleaned.out)).toMatchObject({ dryRun: false, rows: { jobs: expect.any(Number) } });
});

test("FAL is tried without being paid, and with one picture where that is wished", async () => {
  const { code, out } = await runAisha(settings, "fal", "test", "--json");
  expect(out).toContain("refused, as it must be");
  expect(code).toBe(0);
  expect(stack.fal.calls().filter(({ method }) => method === "POST")).toEqual([]);
  const spent = await runAisha(settings, "fal", "test", "--spend");
  expect(spent.out).toContain("fal picture: made and paid for");
});

test("nothing is deployed while the doctor finds something", async () => {
  const refused = await runAisha(
    { ...settings, FAL_TRAINING_TEST_MODE: "true", ENVIRONMENT: "production" },
    "deploy",
  );
  expect([refused.code, refused.out]).toEqual([1, expect.stringContaining("not deployed")]);
});

test("commands that read side by side have no complaint of their driver's", async () => {
  const user = stack.telegram.addUser({ language_code: "en" });
  await stack.telegram.sendText(user, "/start");
  await stack.telegram.waitFor(user.id, (message) => Boolean(message.text));
  const { code, out, err } = await runAisha(settings, "credits", "show", String(user.id), "--json");
  expect([code, err]).toEqual([0, ""]);
  expect(JSON.parse(out)).toMatchObject({ telegramId: user.id });
});
