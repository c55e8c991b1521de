import { expect, test } from "vitest";
import { findExcerpt, findSentence } from "./sentence.ts";

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

test("a stretch is shown whole with every word marked, and cut around the first where it is too long", () => {
  const whole = findExcerpt(said, "пятница договор", 500);
  expect(whole.text).toBe(said);
  expect(whole.marks.map(({ from, to }) => said.slice(from, to))).toEqual(["договор", "пятнице"]);
  const long = findExcerpt(`${"раз два ".repeat(300)}договор ${"три ".repeat(300)}`, "договор", 400);
  expect(long.text.length).toBeLessThan(420);
  expect(long.marks.map(({ from, to }) => long.text.slice(from, to))).toEqual(["договор"]);
});
