import fc from "fast-check";
import { expect, test } from "vitest";
import { splitByWords } from "./words.ts";

const spoken = (text: string, from = 0, pace = 0.5) =>
  text.split(" ").map((_, i) => ({ word: "x", start: from + i * pace, end: from + (i + 1) * pace }));
const stretch = (text: string, from = 0, pace = 0.5) => ({
  from,
  to: from + text.split(" ").length * pace,
  text,
});

test("a long sentence is divided after its clauses, each piece with the times of its words", () => {
  const text = "Сегодня мы обсудим план работ на всю неделю, а потом вернёмся к бюджету.";
  expect(splitByWords([stretch(text, 10)], spoken(text, 10))).toEqual([
    { from: 10, to: 14, text: "Сегодня мы обсудим план работ на всю неделю," },
    { from: 14, to: 16.5, text: "а потом вернёмся к бюджету." },
  ]);
});

test("a stretch whose words are not as many as it is written with stays whole, and its neighbours do not suffer", () => {
  const [one, two] = ["раз два три", "четыре пять шесть"];
  const stretches = [stretch(one), stretch(two, 1.5)];
  const words = [...spoken("раз два"), ...spoken(two, 1.5, 0.4)];
  expect(splitByWords(stretches, words)).toEqual([
    stretches[0],
    { from: 1.5, to: expect.closeTo(2.7), text: two },
  ]);
});

test("no word is lost or moved, whatever the times are", () => {
  const time = fc.oneof(fc.double({ min: 0, max: 60, noNaN: true }), fc.constant("soon"), fc.constant(null));
  fc.assert(
    fc.property(
      fc.array(fc.array(fc.constantFrom("да,", "нет.", "слово"), { minLength: 1, maxLength: 30 }), {
        maxLength: 6,
      }),
      fc.array(fc.record({ start: time, end: time }), { maxLength: 80 }),
      (texts, words) => {
        const stretches = texts.map((text, i) => ({ from: i * 10, to: i * 10 + 10, text: text.join(" ") }));
        const said = (all: { text: string }[]) => all.map(({ text }) => text).join(" ");
        expect(said(splitByWords(stretches, words))).toBe(said(stretches));
      },
    ),
  );
});
