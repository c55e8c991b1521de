import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Schema } from "../ports/env.ts";
import { defaultOf, readComments, writeConfiguration } from "./configuration.ts";
import { knownNames } from "./settings.ts";

const read = (file: string) => readFileSync(join(import.meta.dirname, "..", file), "utf8");
const source = read("ports/env.ts");
const page = read("docs/configuration.md");
const explained = [...page.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name);

test("docs/configuration.md is what npm run docs writes", () => {
  expect(writeConfiguration(page, source)).toBe(page);
});

test("it explains every setting that the worker reads, once", () => {
  // Queue bindings are no settings: they are zod's "custom".
  const settings = Object.entries(Schema.shape).flatMap(([name, { _zod }]) =>
    _zod.def.type === "custom" ? [] : [name],
  );
  expect(settings.length).toBeGreaterThan(60);
  expect(settings.filter((name) => !explained.includes(name))).toEqual([]);
  expect(explained.length).toBe(new Set(explained).size);
});

test("it explains nothing that .env.example does not list", () => {
  const listed = knownNames(read(".env.example"));
  expect(explained.filter((name) => name && !listed.includes(name))).toEqual([]);
});

test.each([
  ["TELEGRAM_BOT_TOKEN", "needed"],
  ["R2_ENDPOINT", "none"],
  ["TELEGRAM_ADMIN_IDS", "none"],
  ["MINIO_SECURE", "`false`"],
  ["RATE_LIMITS", "`true`"],
  ["PRICE_AVATAR", "`150`"],
  ["UPLOAD_MAX_MB", "`500`"],
  ["STAR_PACKAGES", "`150:150,275:250,570:500,1200:1000`"],
  ["LOG_LEVEL", "`INFO`"],
  ["FAL_DEFAULT_ITERATIONS", "none"],
])("the default of %s is %s", (name, shown) => {
  expect(defaultOf(name)).toBe(shown);
});

const schema = (lines: string) => `const Schema = z.object({\n${lines}\n});\n`;

test("a comment of several lines is one sentence in its group", () => {
  const made = schema(
    "  // Running\n  /**\n   * One\n   * two.\n   */\n  DEBUG: flag(false),\n  NOTICES: queue,",
  );
  expect(readComments(made)).toEqual([{ name: "DEBUG", group: "Running", text: "One two." }]);
});

test("a setting without a comment, or of a group that the page does not know, is refused", () => {
  expect(() => writeConfiguration(page, schema("  // Running\n  DEBUG: flag(false),"))).toThrow("DEBUG");
  expect(() =>
    writeConfiguration(page, schema("  // Elsewhere\n  /** It. */\n  DEBUG: flag(false),")),
  ).toThrow("Elsewhere");
});
