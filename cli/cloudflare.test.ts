import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { queuesOf, sortSettings, writeSecretFiles } from "./cloudflare.ts";

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
    COMPOSE_FILE: "a.yml:b.yml",
    OPENAI_API_KEY: "",
    SOMETHING_ELSE_TOKEN: "x",
  });
  expect(Object.keys(secrets)).toEqual(["TELEGRAM_BOT_TOKEN", "DATABASE_URL", "R2_ACCESS_KEY_ID", "FAL_KEY"]);
  expect(variables).toEqual(["LOG_LEVEL"]);
});

test("a directory of secrets that is there already becomes its owner's only", () => {
  const directory = mkdtempSync(join(tmpdir(), "aisha secrets "));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  chmodSync(directory, 0o755);
  writeSecretFiles({ POSTGRES_PASSWORD: "one" }, directory);
  writeSecretFiles({ OPENAI_API_KEY: "two" }, directory);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(directory, "postgres_password"), "utf8")).toBe("one");
});
