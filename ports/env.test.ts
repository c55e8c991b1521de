import { expect, test } from "vitest";
import { BadEnvironment, readEnv } from "./env.ts";

const queue = { send: async () => undefined, sendBatch: async () => undefined };
const good = {
  TELEGRAM_BOT_TOKEN: "123456:ABC-DEF1234ghIkl",
  BOT_USERNAME: "aisha_bot",
  TELEGRAM_WEBHOOK_SECRET: "0123456789abcdef",
  DATABASE_URL: "postgresql+asyncpg://user:pass@localhost:5432/aisha",
  MINIO_ENDPOINT: "localhost:9000",
  MINIO_ACCESS_KEY: "key",
  MINIO_SECRET_KEY: "secret",
  OPENAI_API_KEY: "sk-x",
  TRANSCRIPTION: queue,
  NOTICES: queue,
  AVATARS: queue,
  IMAGES: queue,
};
const problemsOf = (raw: object): readonly string[] => {
  try {
    readEnv(raw);
    return [];
  } catch (error) {
    return error instanceof BadEnvironment ? error.problems : ["not a BadEnvironment"];
  }
};

test("the guide's settings are enough, and the rest has sensible defaults", () => {
  const env = readEnv(good);
  expect(env).toMatchObject({
    OPENAI_TRANSCRIBE_MODEL: "gpt-transcribe",
    FAL_TRAINING_TEST_MODE: false,
    LOG_LEVEL: "INFO",
    MINIO_BUCKET_AVATARS: "aisha-v2-avatars",
    TELEGRAM_ADMIN_IDS: [],
  });
  expect(readEnv(good)).toBe(readEnv(good));
});

test("everything that is wrong is named at once, and no value is repeated", () => {
  const problems = problemsOf({
    ...good,
    TELEGRAM_BOT_TOKEN: "hunter2",
    LOG_LEVEL: "LOUD",
    OPENAI_API_KEY: undefined,
  });
  expect(problems.map((problem) => problem.split(":")[0]).sort()).toEqual([
    "LOG_LEVEL",
    "OPENAI_API_KEY",
    "TELEGRAM_BOT_TOKEN",
  ]);
  expect(problems.join()).not.toContain("hunter2");
});

test("a blank setting counts as not set", () => {
  expect(problemsOf({ ...good, R2_ENDPOINT: "", R2_ACCESS_KEY_ID: "" })).toEqual([]);
  expect(problemsOf({ ...good, OPENAI_API_KEY: "" })[0]).toContain("OPENAI_API_KEY");
});

test("a speech model of FAL needs FAL's key", () => {
  const raw = { ...good, OPENAI_SPEAKER_MODEL: "fal-ai/whisper" };
  expect(problemsOf(raw)[0]).toContain("FAL_API_KEY");
  expect(problemsOf({ ...raw, FAL_KEY: "key" })).toEqual([]);
});

test("storage needs a place and its keys", () => {
  expect(problemsOf({ ...good, MINIO_ENDPOINT: undefined })[0]).toContain("storage is needed");
  expect(problemsOf({ ...good, R2_ACCOUNT_ID: "0".repeat(32) })[0]).toContain("R2_ACCESS_KEY_ID");
});

test("a queue that is not bound is named", () => {
  expect(problemsOf({ ...good, NOTICES: undefined })[0]).toContain("NOTICES");
});

test("lists and switches are read as people write them", () => {
  const env = readEnv({
    ...good,
    TELEGRAM_ADMIN_IDS: "1, 2,3",
    FAL_TRAINING_TEST_MODE: "yes",
    SPEECH_PATIENCE_SECONDS: "60",
  });
  expect(env).toMatchObject({
    TELEGRAM_ADMIN_IDS: [1, 2, 3],
    FAL_TRAINING_TEST_MODE: true,
    SPEECH_PATIENCE_SECONDS: 60,
  });
  expect(problemsOf({ ...good, SPEECH_PATIENCE_SECONDS: "0" })[0]).toContain("SPEECH_PATIENCE_SECONDS");
});

test("without a word about coins nothing costs any", () => {
  expect(readEnv(good)).toMatchObject({ BILLING_MODE: "free", PRICE_AVATAR: 150, WELCOME_COINS: 50 });
});

test("packages are read as coins and Stars, and refused when Telegram could not sell them", () => {
  expect(readEnv({ ...good, STAR_PACKAGES: "10:9,100:80" }).STAR_PACKAGES).toEqual([
    { coins: 10, stars: 9 },
    { coins: 100, stars: 80 },
  ]);
  for (const wrong of ["10", "10:0", "0:5", "10:10001", "10:5,", "a:b"])
    expect(problemsOf({ ...good, STAR_PACKAGES: wrong })[0], wrong).toContain("STAR_PACKAGES");
});
