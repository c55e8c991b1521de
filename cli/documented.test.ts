import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { readCompose } from "../tests/selfhost/compose.ts";
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

/** What a server's .env says: which files every `docker compose` reads. */
const [, FILES = ""] = /COMPOSE_FILE=([\w.:-]+)/.exec(read("docs/self-hosting.md")) ?? [];

/** Every line of a page that starts Docker Compose, in a block or in a line, as its words. */
const composed = PAGES.flatMap((page) =>
  [...read(page).matchAll(/(?<=[`\n] *)docker compose ([^`\n|;>]+)/g)].map(([, words = ""]) => ({
    page,
    words: words.trim().split(/\s+/),
  })),
);
/** These name one service and then what to run in it; the others name any number of services. */
const INSIDE = ["exec", "run"];
const WITH_VALUE = ["-v", "-e", "-u"];

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

test("every docker compose line in the docs names a profile and services of the files it reads", () => {
  expect(FILES.split(":")).toHaveLength(2);
  for (const page of ["docs/ru/self-hosting.md", ".env.example"]) expect(read(page)).toContain(FILES);
  expect(composed.length).toBeGreaterThan(20);
  for (const { page, words } of composed) {
    const files: string[] = [];
    const profiles: string[] = [];
    let rest = words;
    for (; rest[0]?.startsWith("-"); rest = rest.slice(2))
      (rest[0] === "-f" ? files : profiles).push(rest[1] ?? "");
    const services = Object.assign(
      {},
      ...(files.length > 0 ? files : FILES.split(":")).map((file) => readCompose(file).services),
    ) as Record<string, { profiles?: string[] }>;
    const offered = Object.values(services).flatMap((service) => service.profiles ?? []);
    expect([page, words, offered]).toEqual([page, words, expect.arrayContaining(profiles)]);
    const [command = "", ...parameters] = rest;
    const named = parameters.filter(
      (word, at) => !word.startsWith("-") && !WITH_VALUE.includes(parameters[at - 1] ?? ""),
    );
    const asked = INSIDE.includes(command) ? named.slice(0, 1) : named;
    if (INSIDE.includes(command)) expect([page, words, asked.length]).toEqual([page, words, 1]);
    expect([page, words, Object.keys(services)]).toEqual([page, words, expect.arrayContaining(asked)]);
  }
});

test("every script and volume of the docs is there", () => {
  const volumes = [...FILES.split(":")].flatMap((file) => Object.keys(readCompose(file).volumes ?? {}));
  for (const page of PAGES) {
    for (const [script] of read(page).matchAll(/\bscripts\/\w+\.sh/g))
      expect([page, script, existsSync(join(PROJECT, script))]).toEqual([page, script, true]);
    for (const [, names = ""] of read(page).matchAll(/docker volume rm ([\w ]+)/g))
      for (const name of names.trim().split(" ")) expect(volumes).toContain(name.replace(/^aisha_/, ""));
  }
});

test("what wrangler does to a Worker names the environment: without it another Worker is meant", () => {
  for (const page of PAGES) {
    expect([page, read(page).includes("npx wrangler")]).toEqual([page, false]);
    for (const [line] of read(page).matchAll(
      /npm run wrangler -- (?:secret|tail|rollback|deployments)\b[^`\n]*/g,
    ))
      expect([page, line]).toEqual([page, expect.stringContaining("--env ")]);
  }
});
