import { expect, test } from "vitest";
import { findSentence } from "./sentence.ts";

const said = "Сначала поговорили о погоде. Потом подрядчики обещали договор к пятнице! А дальше был обед.";

test("the sentence with most of the words is shown, its words marked in whatever form they have", () => {
  const { text, marks, share } = findSentence(said, "договора подрядчик");
  expect(text).toBe("Потом подрядчики обещали договор к пятнице!");
  expect(marks.map(({ from, to }) => text.slice(from, to))).toEqual(["подрядчики", "договор"]);
  expect(share).toBeCloseTo(28 / said.length, 1);
});

test("a long sentence is cut around its word, between words", () => {
  const { text, marks } = findSentence(
    `${"раз два три ".repeat(60)}договор ${"четыре пять ".repeat(60)}`,
    "договор",
  );
  expect(text.length).toBeLessThan(240);
  expect(text).toMatch(/^… \S.*\S …$/);
  expect(marks.map(({ from, to }) => text.slice(from, to))).toEqual(["договор"]);
});

test("what cannot be marked is shown from its beginning", () => {
  expect(findSentence(said, "погода")).toMatchObject({ text: "Сначала поговорили о погоде." });
  expect(findSentence("", "погода")).toEqual({ text: "", marks: [], share: 0 });
});
