import { expect, test } from "vitest";
import { holdsWords, type MergePart, mergeParts } from "./merge.ts";

/** Parts of 10 s with one second of overlap on either side, heard as counted seconds. */
const part = (index: number, count: number, heard = true): MergePart => {
  const from = index * 10;
  const to = from + 10;
  const audioFrom = Math.max(0, from - 1);
  const audioTo = index === count - 1 ? to : to + 1;
  const text = Array.from({ length: audioTo - audioFrom }, (_, i) => `s${audioFrom + i}`).join(" ");
  return { from, to, audioFrom, audioTo, heard: heard ? { text, languages: ["en"], model: "m" } : null };
};
const textOf = (merged: ReturnType<typeof mergeParts>) =>
  merged?.passages
    .map((passage) => (passage.gap ? `[${passage.from}–${passage.to}]` : passage.text))
    .join(" ");

test("every second is there once and in order, with the time of its part", () => {
  const merged = mergeParts([part(0, 3), part(1, 3), part(2, 3)]);
  expect(textOf(merged)).toBe(Array.from({ length: 30 }, (_, i) => `s${i}`).join(" "));
  expect(merged?.passages.map(({ from }) => from)).toEqual([0, 10, 20]);
  expect(merged?.coverage).toBe(1);
});

test("a part that could not be heard is a gap with its times, and counts as missing", () => {
  const merged = mergeParts([part(0, 3), part(1, 3, false), part(2, 3)]);
  expect(merged?.passages[1]).toEqual({ from: 10, to: 20, gap: true });
  expect(merged?.coverage).toBeCloseTo(2 / 3);
  expect(textOf(merged)).toContain("s10 [10–20] s19");
});

test("a provider's own times are moved to the recording's, and the seam removes doubled stretches", () => {
  const timed = (index: number): MergePart => {
    const whole = part(index, 2);
    const words = whole.heard?.text.split(" ") ?? [];
    const segments = words.map((text, i) => ({ from: i, to: i + 1, text }));
    return { ...whole, heard: { text: "", languages: [], model: "m", segments } };
  };
  const merged = mergeParts([timed(0), timed(1)]);
  expect(textOf(merged)).toBe(Array.from({ length: 20 }, (_, i) => `s${i}`).join(" "));
  expect(merged?.passages.every((passage) => passage.gap || passage.text === `s${passage.from}`)).toBe(true);
});

test("silence is an empty transcript, but nothing heard at all is none", () => {
  const silent = { ...part(0, 1), heard: { text: " ", languages: [], model: "m" } };
  expect(mergeParts([silent])?.passages).toEqual([]);
  expect(mergeParts([part(0, 1, false)])).toBeNull();
  expect(mergeParts([])).toBeNull();
});

test("a text holds words unless all of it is doubted, missing or empty", () => {
  const words = { from: 0, to: 9, text: "words" };
  const none = [
    { from: 0, to: 9, gap: true as const },
    { ...words, text: "", doubt: "empty" as const },
    { ...words, doubt: "invented" as const },
  ];
  expect(holdsWords(none)).toBe(false);
  expect(holdsWords([...none, words])).toBe(true);
});

test("languages are named once", () => {
  const russian = { ...part(1, 2), heard: { text: "да", languages: ["ru", "en"], model: "m" } };
  expect(mergeParts([part(0, 2), russian])?.languages).toEqual(["en", "ru"]);
});

test("a doubted part keeps its doubt, also when it holds no words", () => {
  const doubted = { ...part(1, 2), heard: { text: "", languages: [], model: "m", doubt: "empty" as const } };
  expect(mergeParts([part(0, 2), doubted])?.passages.at(-1)).toEqual({
    from: 10,
    to: 20,
    text: "",
    doubt: "empty",
  });
});

test("voices that neighbouring parts heard together have one label", () => {
  const voiced = (index: number, speakers: string[]): MergePart => {
    const whole = part(index, 2);
    const words = whole.heard?.text.split(" ") ?? [];
    const segments = words.map((text, i) => ({
      from: i,
      to: i + 1,
      text,
      speaker: speakers[i < 3 ? 0 : 1] ?? "",
    }));
    return { ...whole, heard: { text: "", languages: [], model: "m", segments } };
  };
  // The later part calls the one who speaks across the seam by another name.
  const merged = mergeParts([voiced(0, ["A", "B"]), voiced(1, ["X", "Y"])]);
  const labels = merged?.passages.map((passage) => (passage.gap ? "" : passage.speaker));
  expect(labels?.join("")).toBe(`111${"2".repeat(9)}${"3".repeat(8)}`);
});
