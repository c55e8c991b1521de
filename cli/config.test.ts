import { expect, test } from "vitest";
import { checkConfig } from "./config.ts";

const good = {
  TELEGRAM_BOT_TOKEN: "123456:abcdefgh-abcdefgh",
  BOT_USERNAME: "aisha_bot",
  TELEGRAM_WEBHOOK_SECRET: "sixteen-letters-",
  DATABASE_URL: "postgresql://u:p@h/d",
  MINIO_ENDPOINT: "h:9000",
  MINIO_ACCESS_KEY: "a",
  MINIO_SECRET_KEY: "b",
  OPENAI_API_KEY: "k",
};

test("good settings are silently good", () => {
  expect(checkConfig(good)).toEqual({ wrong: [], retired: [] });
});

test("what is wrong is named, and so is what older installations set in vain", () => {
  const { wrong, retired } = checkConfig({
    ...good,
    FAL_TRAINER: "fal-ai/flux-pro-trainer",
    FAL_DEFAULT_MODE: "character",
    FAL_LORA_RANK: "32",
    FAL_FINETUNE_TYPE: "full",
  });
  expect(wrong.map((line) => line.split(":")[0])).toEqual(["FAL_TRAINER"]);
  expect(retired.map((line) => line.split(":")[0])).toEqual([
    "FAL_LORA_RANK",
    "FAL_FINETUNE_TYPE",
    "FAL_DEFAULT_MODE",
  ]);
});
