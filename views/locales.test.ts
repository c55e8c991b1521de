import { expect, test } from "vitest";
import { DIGEST_FAILURES } from "../domain/digests/states.ts";
import { DOUBTS } from "../domain/transcripts/guards.ts";
import { FAILURES, REFUSALS } from "../domain/transcripts/states.ts";
import { COIN_COMMANDS, COMMANDS, commandList, PICTURE_COMMANDS, WRITING_COMMANDS } from "./commands.ts";
import { en } from "./locales/en.ts";
import { kk } from "./locales/kk.ts";
import { ru } from "./locales/ru.ts";
import { escapeHtml, translator } from "./translate.ts";

const keysOf = (source: string) => [...source.matchAll(/^([a-z][\w-]*) =/gm)].map(([, key]) => key ?? "");
const argumentsOf = (source: string, key: string) => {
  const body =
    new RegExp(`^${key} =([\\s\\S]*?)(?=^[a-z][\\w-]* =|$(?![\\s\\S]))`, "m").exec(source)?.[1] ?? "";
  return [...new Set([...body.matchAll(/\{ ?\$(\w+)/g)].map(([, name]) => name))].sort();
};
const locales = { ru, en, kk } as const;

test("every language has the same texts with the same arguments", () => {
  for (const source of [en, kk]) {
    expect(keysOf(source)).toEqual(keysOf(ru));
    for (const key of keysOf(ru)) expect(argumentsOf(source, key), key).toEqual(argumentsOf(ru, key));
  }
});

test.each(Object.keys(locales) as (keyof typeof locales)[])(
  "every text of %s can be said, for any number",
  (locale) => {
    const t = translator(locale);
    for (const key of keysOf(locales[locale]))
      for (const count of [0, 1, 2, 5, 11, 21, 101]) {
        const args = Object.fromEntries(argumentsOf(locales[locale], key).map((name) => [name ?? "", count]));
        expect(t(key, args).trim(), key).not.toBe("");
      }
  },
);

test.each(Object.keys(locales) as (keyof typeof locales)[])(
  "every tag in %s is one that Telegram knows, and is closed",
  (locale) => {
    const open = [...locales[locale].matchAll(/<(\w+)>/g)].map(([, tag]) => tag);
    const closed = [...locales[locale].matchAll(/<\/(\w+)>/g)].map(([, tag]) => tag);
    expect(open).toEqual(closed);
    for (const tag of open) expect(["b", "i", "u", "s", "code", "pre"]).toContain(tag);
  },
);

test("every failure and every command has its words in every language", () => {
  for (const locale of Object.keys(locales) as (keyof typeof locales)[]) {
    const t = translator(locale);
    for (const failure of [...REFUSALS, ...FAILURES, ...DIGEST_FAILURES])
      expect(t(`failure-${failure}`, { count: 50 })).not.toBe("");
    for (const doubt of DOUBTS) expect(t(`doubt-${doubt}`)).not.toBe("");
    for (const { description } of commandList(t, { coins: true, pictures: true, writing: true }))
      expect(description.length).toBeLessThanOrEqual(256);
  }
  for (const command of [...COMMANDS, ...WRITING_COMMANDS, ...PICTURE_COMMANDS, ...COIN_COMMANDS])
    expect(command).toMatch(/^[a-z0-9_]{1,32}$/);
});

test("numbers agree with their nouns in Russian", () => {
  const t = translator("ru");
  expect([1, 3, 11, 25].map((recordings) => t("cancelled", { recordings }))).toEqual([
    "🛑 Остановлена 1 запись.",
    "🛑 Остановлены 3 записи.",
    "🛑 Остановлено 11 записей.",
    "🛑 Остановлено 25 записей.",
  ]);
});

test("a missing text or argument is an error, not an empty message", () => {
  expect(() => translator("en")("no-such-text")).toThrow("no text");
  expect(() => translator("en")("cancelled")).toThrow();
});

test("what a user wrote cannot become markup", () => expect(escapeHtml("<b>&")).toBe("&lt;b&gt;&amp;"));

test("Kazakh numbers are grouped as their readers know it, and still choose their words", () => {
  const t = translator("kk");
  expect(t("picture-ask-words", { least: 3, most: 2000 })).toContain("2\u00a0000");
  expect(t("coins", { coins: 1 })).toContain("1");
});
