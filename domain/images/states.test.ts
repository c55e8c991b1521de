import { expect, test } from "vitest";
import { imageBefore, nextOfImage, promptOf, readWish } from "./states.ts";

test("final states are final, and everything that can be ordered can fail or be delivered", () => {
  for (const state of ["done", "failed", "cancelled"] as const) expect(nextOfImage[state]).toEqual([]);
  expect(imageBefore("failed")).toEqual(["ordered", "submitting", "drawing", "drawn"]);
  expect(imageBefore("done")).toEqual(["drawn"]);
  // What is drawn is on its way to its owner: it is not stopped any more.
  expect(imageBefore("cancelled")).not.toContain("drawn");
});

test.each([
  ["  a fox  ", "a fox"],
  ["fo", null],
  ["🦊🦊🦊", "🦊🦊🦊"],
  ["a\u0000 f\u202eox", "a fox"],
  ["line\nline", "line\nline"],
  ["x".repeat(2000), "x".repeat(2000)],
  ["x".repeat(2001), null],
  ["   ", null],
])("a wish has 3 to 2000 characters that show", (text, wish) => expect(readWish(text)).toBe(wish));

test("what is drawn is what was made of the words, unless the words are to be drawn as they are", () => {
  const image = { words: "лиса", prompt: "a fox", asWritten: false };
  expect(promptOf(image)).toBe("a fox");
  expect(promptOf({ ...image, asWritten: true })).toBe("лиса");
  expect(promptOf({ ...image, prompt: null })).toBeNull();
});
