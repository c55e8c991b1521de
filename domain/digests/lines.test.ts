import fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf, partEvenly, type Source, sizeOf } from "./lines.ts";

const source = (passages: Source["passages"], more: Partial<Source> = {}): Source => ({
  passages,
  speakers: {},
  timed: true,
  day: "2026-11-20",
  languages: [],
  ...more,
});

test("stretches follow each other without gap or overlap, none above the limit, of about equal size", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 400 }), (sizes) => {
      const stretches = partEvenly(sizes, 3_000);
      expect(stretches[0]?.from).toBe(0);
      expect(stretches.at(-1)?.to).toBe(sizes.length);
      for (const [i, { from, to }] of stretches.entries()) {
        expect(to).toBeGreaterThan(from);
        if (i > 0) expect(from).toBe(stretches[i - 1]?.to);
        expect(sizes.slice(from, to).reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(3_000);
      }
    }),
  );
  expect(partEvenly(Array(30).fill(100), 2_000)).toEqual([
    { from: 0, to: 15 },
    { from: 15, to: 30 },
  ]);
});

test("one item above the limit stands alone", () => {
  expect(partEvenly([10, 9_000, 10], 3_000)).toEqual([
    { from: 0, to: 1 },
    { from: 1, to: 2 },
    { from: 2, to: 3 },
  ]);
});

test("a long passage is parted at its sentences, and each line has its share of the time", () => {
  const text = "Мы говорили о сроках и о цене. ".repeat(100).trim();
  const lines = linesOf([
    source([{ from: 100, to: 400, text, speaker: "1" }], { speakers: { "1": "Анна" } }),
  ]);
  expect(lines.length).toBeGreaterThan(3);
  expect(lines.map((line) => line.text).join(" ")).toBe(text);
  for (const line of lines) {
    expect(line.text.endsWith("цене.")).toBe(true);
    expect(sizeOf(line)).toBeLessThan(900);
    expect(line.speaker).toBe("Анна");
  }
  expect(lines[0]?.from).toBe(100);
  expect(lines.at(-1)?.to).toBeCloseTo(400, 5);
  expect(lines.every(({ from }, i) => i === 0 || from >= (lines[i - 1]?.from ?? 0))).toBe(true);
});

test("no word is lost, whatever the text: without full stops, without spaces, of one letter", () => {
  fc.assert(
    fc.property(
      fc.string({ maxLength: 5_000, unit: fc.constantFrom("а", " ", ".", "😀", "\n", "Б") }),
      (text) => {
        const lines = linesOf([source([{ from: 0, to: 60, text }])]);
        const letters = (all: string) => all.replace(/\s+/g, "");
        expect(letters(lines.map((line) => line.text).join(""))).toBe(letters(text));
      },
    ),
  );
});

test("gaps and silence are no lines; every line knows its recording", () => {
  const lines = linesOf([
    source([
      { from: 0, to: 5, gap: true },
      { from: 5, to: 9, text: " " },
    ]),
    source([{ from: 0, to: 9, text: "слово", speaker: "7" }]),
  ]);
  expect(lines).toEqual([{ text: "слово", from: 0, to: 9, source: 1, speaker: "7" }]);
});
