import { expect, test } from "vitest";
import { mergeParts } from "./merge.ts";

const heard = (text: string, language = "ru") => ({ text, languages: [language], model: "m" });

test("parts are joined in order, silent ones leave no hole, languages are named once", () => {
  expect(mergeParts([heard(" one "), heard(""), heard("two"), heard("three", "en")])).toEqual({
    text: "one\n\ntwo\n\nthree",
    languages: ["ru", "en"],
    model: "m",
  });
});

test("silence is an empty text, but nothing heard at all is no text", () => {
  expect(mergeParts([heard("")])?.text).toBe("");
  expect(mergeParts([null])).toBeNull();
  expect(mergeParts([])).toBeNull();
});
