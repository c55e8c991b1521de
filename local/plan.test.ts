import { expect, test } from "vitest";
import { chosenPort, planStack } from "./plan.ts";

const simulated = (settings: Record<string, string>) => [...planStack(settings).simulated];

test("with nothing named everything is simulated", () => {
  const plan = planStack({ LOG_LEVEL: "DEBUG" });
  expect([...plan.simulated]).toEqual(["postgres", "storage", "telegram", "openai", "fal"]);
  expect(plan).toMatchObject({ needsProxy: true, problems: [] });
});

test.each([
  ["TELEGRAM_BOT_TOKEN", "telegram"],
  ["OPENAI_API_KEY", "openai"],
  ["OPENAI_BASE_URL", "openai"],
  ["FAL_API_KEY", "fal"],
  ["FAL_KEY", "fal"],
  ["DATABASE_URL", "postgres"],
  ["MINIO_ENDPOINT", "storage"],
  ["R2_ENDPOINT", "storage"],
  ["R2_ACCOUNT_ID", "storage"],
])("%s alone makes %s a real one, and nothing else", (name, part) => {
  const plan = planStack({ [name]: "postgresql://x/y" });
  expect(plan.problems).toEqual([]);
  expect(plan.simulated.has(part as never)).toBe(false);
  expect(plan.simulated.size).toBe(4);
});

test("half of a part's settings is a mistake that is named", () => {
  expect(planStack({ TELEGRAM_API_ROOT: "http://bots" }).problems).toEqual([
    "TELEGRAM_API_ROOT is set, but not TELEGRAM_BOT_TOKEN: set it too, or neither to have telegram simulated",
  ]);
  expect(planStack({ FAL_QUEUE_URL: "http://q", R2_ACCESS_KEY_ID: "k" }).problems).toHaveLength(2);
});

test("a plain Postgres gets Neon's fronts, Neon itself and one with a proxy do not", () => {
  expect(planStack({ DATABASE_URL: "postgresql://a:b@db.example/x" }).needsProxy).toBe(true);
  expect(planStack({ DATABASE_URL: "postgresql://a:b@ep-x.eu-central-1.aws.neon.tech/x" }).needsProxy).toBe(
    false,
  );
  const proxied = { DATABASE_URL: "postgresql://a:b@db/x", DATABASE_HTTP_ENDPOINT: "http://proxy/sql" };
  expect(planStack(proxied).needsProxy).toBe(false);
});

test("the models and limits alone make nothing real", () => {
  expect(simulated({ OPENAI_TRANSCRIBE_MODEL: "whisper-1", MINIO_BUCKET_AVATARS: "b" })).toHaveLength(5);
});

test("the port is wrangler's usual one unless PORT names another", () => {
  expect(chosenPort({})).toBe(8787);
  expect(chosenPort({ PORT: "9000" })).toBe(9000);
  for (const wrong of ["0", "65536", "http", "1.5"]) expect(() => chosenPort({ PORT: wrong })).toThrow(wrong);
});
