import { expect, test } from "vitest";
import { ENTRY_CHARACTERS, GLOSSARY_ENTRIES, readGlossary } from "./speech.ts";

test("a glossary is read as people write it, each entry once and in order", () => {
  expect(readGlossary("Айгуль, Нұрлан;  Kaspi\nБайтерек,, Айгуль ,")).toEqual([
    "Айгуль",
    "Нұрлан",
    "Kaspi",
    "Байтерек",
  ]);
  expect(readGlossary(" \n ")).toEqual([]);
});

test("what is no name is left out, and there is an end to it", () => {
  expect(readGlossary(`${"x".repeat(ENTRY_CHARACTERS + 1)}, ok\u0000\u202e`)).toEqual(["ok"]);
  const many = Array.from({ length: 500 }, (_, i) => `n${i}`).join(",");
  expect(readGlossary(many)).toHaveLength(GLOSSARY_ENTRIES);
});
