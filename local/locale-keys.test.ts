import { expect, test } from "vitest";
import { compareLocales } from "./locale-keys.ts";

test("languages with the same keys and arguments agree", () => {
  const ru = "hi = Привет, { $name }\nn = { $n ->\n    [one] раз\n   *[other] { $n } раза\n}\n";
  expect(compareLocales({ ru, en: "hi = Hi { $name }\nn = { $n } times\n" })).toEqual([]);
});

test("a missing key, a superfluous one and one that stands twice are told", () => {
  expect(compareLocales({ ru: "a = а\nb = б\n", en: "a = a\nc = c\nc = c\n" })).toEqual([
    "en has c twice",
    "en lacks b",
    "en has c, which ru lacks",
  ]);
});

test("another argument is told", () => {
  expect(compareLocales({ ru: "a = { $minutes }\n", kk: "a = { $seconds }\n" })).toEqual([
    "a takes seconds in kk, minutes in ru",
  ]);
});
