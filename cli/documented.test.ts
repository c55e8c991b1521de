import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { buildProgram } from "./program.ts";

const PROJECT = join(import.meta.dirname, "..");
const read = (file: string) => readFileSync(join(PROJECT, file), "utf8");
/** Decisions tell what was done once, and are not for repeating. */
const PAGES = ["README.md", ...globSync("docs/**/*.md", { cwd: PROJECT })].filter(
  (page) => !page.startsWith("docs/decisions/"),
);
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };
const tests = globSync("tests/**/*.test.ts", { cwd: PROJECT }).map(read).join("\n").replace(/\s+/g, " ");

/** Programs of this project that CI or a test runs as they stand. */
const RUN_BY: Record<string, string> = {
  "npm start": "tests/start/start.test.ts",
  "npm test": ".ci/run",
  "npm run check": ".ci/run",
};

/** Every operator's command that a page names, in a block or in a line, as its words. */
const named = PAGES.flatMap((page) =>
  [...read(page).matchAll(/(?:npm run (?:--silent )?aisha --|node cli\/index\.ts) ([^`\n|…;>"]+)/g)].map(
    ([, words = ""]) => ({ page, words: words.trim().split(/\s+/) }),
  ),
);

test("every operator's command in the docs exists, with its options", () => {
  expect(named.length).toBeGreaterThan(30);
  for (const { page, words } of named) {
    const program = buildProgram();
    const [first, ...rest] = words[0] === "--env" ? words.slice(2) : words;
    if (first === "--help") continue;
    let command: Command | undefined = program.commands.find((one) => one.name() === first);
    expect([page, words, Boolean(command)]).toEqual([page, words, true]);
    for (const word of rest) {
      const next: Command | undefined = command?.commands.find((one) => one.name() === word);
      command = next ?? command;
      const known = ["--json", ...(command?.options ?? []), ...(command?.parent?.options ?? [])].map((one) =>
        typeof one === "string" ? one : one.long,
      );
      if (word.startsWith("--"))
        expect([page, words, known]).toEqual([page, words, expect.arrayContaining([word])]);
    }
  }
});

test("every script in the docs is one of package.json", () => {
  for (const page of PAGES)
    for (const [, name = ""] of read(page).matchAll(/npm run (?:--silent )?([\w:-]+)/g))
      expect([page, name, name in scripts]).toEqual([page, name, true]);
});

test("every command in a block is run by a test, or is marked as needing an account", () => {
  for (const page of PAGES)
    for (const [, block = ""] of read(page).matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm))
      for (const line of block.split("\n").map((one) => one.trim())) {
        if (!line || line.startsWith("#") || line in RUN_BY) continue;
        const [, words = ""] = /^npm run aisha -- (.+)$/.exec(line) ?? [];
        const asWords = words
          .split(" ")
          .map((word) => `"${word}"`)
          .join(", ");
        expect([page, line, words !== "" && tests.includes(asWords)]).toEqual([page, line, true]);
      }
  for (const file of Object.values(RUN_BY)) expect(read(file)).toBeTruthy();
});
