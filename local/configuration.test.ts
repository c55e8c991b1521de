import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { knownNames } from "./settings.ts";

const read = (file: string) => readFileSync(join(import.meta.dirname, "..", file), "utf8");
const explained = [...read("docs/configuration.md").matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(
  ([, name]) => name,
);

test("docs/configuration.md explains every setting that the worker reads, once", () => {
  const names = [...read("ports/env.ts").matchAll(/^ {2}([A-Z][A-Z0-9_]+): (?!queue)/gm)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(20);
  expect(names.filter((name) => !explained.includes(name))).toEqual([]);
  expect(explained.length).toBe(new Set(explained).size);
});

test("docs/configuration.md explains nothing that .env.example does not list", () => {
  const listed = knownNames(read(".env.example"));
  expect(explained.filter((name) => name && !listed.includes(name))).toEqual([]);
});
