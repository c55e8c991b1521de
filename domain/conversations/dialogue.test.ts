import { expect, test } from "vitest";
import { type Line, makeDialogue } from "./dialogue.ts";

const saidAt = new Date("2026-11-14T10:00:00Z");
const said = { saidAt: saidAt.toISOString() };
const recording = (speaker: string, seconds: number, ...texts: string[]): Line => ({
  speaker,
  saidAt,
  text: null,
  seconds,
  heard: {
    id: "trn_1",
    passages: texts.map((text, i) => ({ from: i, to: i + 1, text, speaker: "7" })),
    coverage: 1,
    languages: ["ru"],
  },
});
const unheard = (speaker: string, seconds: number | null): Line => ({
  speaker,
  saidAt,
  text: null,
  seconds,
  heard: null,
});

test("messages follow one another, each in its sender's voice, their times added up", () => {
  const dialogue = makeDialogue([
    recording("Аня", 10, "Привет.", "Как дела?"),
    { speaker: "Боб", saidAt, text: "Нормально", seconds: null, heard: null },
    recording("Аня", 5, "Пока."),
  ]);
  expect(dialogue).toEqual({
    passages: [
      { from: 0, to: 1, text: "Привет.", speaker: "1", ...said, recording: { id: "trn_1", from: 0 } },
      { from: 1, to: 2, text: "Как дела?", speaker: "1", ...said, recording: { id: "trn_1", from: 1 } },
      { from: 10, to: 10, text: "Нормально", speaker: "2", ...said },
      { from: 10, to: 11, text: "Пока.", speaker: "1", ...said, recording: { id: "trn_1", from: 0 } },
    ],
    speakers: { "1": "Аня", "2": "Боб" },
    text: "Привет.\n\nКак дела?\n\nНормально\n\nПока.",
    seconds: 15,
    coverage: 1,
    languages: ["ru"],
  });
});

test("what could not be heard is a gap of whose it is, and no words of ours", () => {
  const dialogue = makeDialogue([
    unheard("A", 3),
    {
      speaker: "B",
      saidAt,
      text: null,
      seconds: 6,
      heard: {
        id: "trn_2",
        passages: [
          { from: 2, to: 4, gap: true },
          { from: 4, to: 5, text: "yes" },
        ],
        coverage: 0.5,
        languages: [],
      },
    },
  ]);
  expect(dialogue?.passages).toEqual([
    { from: 0, to: 3, gap: true, speaker: "1" },
    { from: 5, to: 7, gap: true, speaker: "2" },
    { from: 7, to: 8, text: "yes", speaker: "2", ...said, recording: { id: "trn_2", from: 4 } },
  ]);
  expect(dialogue?.text).toBe("yes");
  expect(dialogue?.seconds).toBe(9);
  expect(dialogue?.coverage).toBeCloseTo(3 / 9);
});

test("the share that was heard is one of seconds, not of recordings", () => {
  const share = (...lines: Line[]) => makeDialogue(lines)?.coverage;
  expect(
    share(unheard("A", 3540), ...Array.from({ length: 4 }, () => recording("B", 15, "yes"))),
  ).toBeCloseTo(60 / 3600);
  // Nobody knows how long it is: as long as the others.
  expect(share(unheard("A", null), recording("B", 15, "yes"))).toBe(0.5);
  expect(share({ speaker: "A", saidAt, text: "words", seconds: null, heard: null })).toBe(1);
});

test("without a word there is no dialogue", () => {
  expect(makeDialogue([unheard("A", null)])).toBeNull();
  expect(makeDialogue([])).toBeNull();
});
