import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { knownNames, readSettings, writeEnv } from "./settings.ts";

const PROJECT = join(import.meta.dirname, "..");

test("every setting that the worker reads is listed in .env.example", () => {
  const listed = knownNames(readFileSync(join(PROJECT, ".env.example"), "utf8"));
  const read = readFileSync(join(PROJECT, "ports/env.ts"), "utf8").matchAll(
    /^ {2}([A-Z][A-Z0-9_]+): (?!queue)/gm,
  );
  const names = [...read].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(20);
  expect(listed).toEqual(expect.arrayContaining(names));
});

test("the environment wins over .dev.vars, which wins over .env; empty is not set; strangers stay out", () => {
  const project = mkdtempSync(join(tmpdir(), "aisha settings "));
  onTestFinished(() => rmSync(project, { recursive: true }));
  writeFileSync(join(project, ".env.example"), "# FAL_KEY=  key\n# LOG_LEVEL= level\n# DEBUG= more\n");
  writeFileSync(join(project, ".env"), "FAL_KEY=a\nLOG_LEVEL=INFO\nOPENAI_API_KEY=\nOWN='with space'\n");
  writeFileSync(join(project, ".dev.vars"), "FAL_KEY=b\nLOG_LEVEL=WARN\n");
  expect(readSettings(project, { LOG_LEVEL: "ERROR", HOME: "/root", DEBUG: "" })).toEqual({
    FAL_KEY: "b",
    LOG_LEVEL: "ERROR",
    OWN: "with space",
  });
});

test("dollars and quotes are written so that wrangler reads them back", () => {
  expect(writeEnv({ A: "p$HOME#x y", B: "it's" })).toBe("A='p\\$HOME#x y'\nB=`it's`\n");
  expect(() => writeEnv({ C: "'`\"" })).toThrow("C cannot");
});
