import { expect, test } from "vitest";
import { queuesOf, sortSettings } from "./cloudflare.ts";

test("every queue of an environment is made, those for dead letters once", () => {
  const queues = queuesOf("production");
  expect(queues).toContain("transcription-production");
  expect(queues.filter((queue) => queue === "dead-letters-production")).toHaveLength(1);
});

test("an environment that is not there is said to be so", () => {
  expect(() => queuesOf("prod")).toThrow("it has dev, staging, production");
});

test("only secrets are handed over, and only those that the Worker reads", () => {
  const { secrets, variables } = sortSettings({
    TELEGRAM_BOT_TOKEN: "1:a",
    DATABASE_URL: "postgresql://h/d",
    R2_ACCESS_KEY_ID: "k",
    FAL_KEY: "f",
    POSTGRES_PASSWORD: "p",
    LOG_LEVEL: "INFO",
    OPENAI_API_KEY: "",
    SOMETHING_ELSE_TOKEN: "x",
  });
  expect(Object.keys(secrets)).toEqual(["TELEGRAM_BOT_TOKEN", "DATABASE_URL", "R2_ACCESS_KEY_ID", "FAL_KEY"]);
  expect(variables).toEqual(["LOG_LEVEL"]);
});
