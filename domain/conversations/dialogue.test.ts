import { expect, test } from "vitest";
import { type Line, makeDialogue } from "./dialogue.ts";

const heard = (seconds: number, ...texts: string[]): Line["heard"] => ({
  id: "trn_1",
  passages: texts.map((text, i) => ({ from: i, to: i + 1, text, speaker: "7" })),
  seconds,
  languages: ["ru"],
});

const saidAt = new Date("2026-11-14T10:00:00Z");
const said = { saidAt: saidAt.toISOString() };

test("messages follow one another, each in its sender's voice, their times added up", () => {
  const dialogue = makeDialogue(
    [
      { speaker: "Аня", saidAt, text: null, heard: heard(10, "Привет.", "Как дела?") },
      { speaker: "Боб", saidAt, text: "Нормально", heard: null },
      { speaker: "Аня", saidAt, text: null, heard: heard(5, "Пока.") },
    ],
    "[lost]",
  );
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

test("what could not be heard is shown in its place, and counts", () => {
  const gap = { from: 2, to: 4, gap: true as const };
  const dialogue = makeDialogue(
    [
      { speaker: "A", saidAt, text: null, heard: null },
      {
        speaker: "B",
        saidAt,
        text: null,
        heard: { id: "trn_2", passages: [gap, { from: 4, to: 5, text: "yes" }], seconds: 6, languages: [] },
      },
    ],
    "[lost]",
  );
  expect(dialogue?.passages).toEqual([
    { from: 0, to: 0, text: "[lost]", speaker: "1", ...said },
    { from: 2, to: 4, text: "[lost]", speaker: "2", ...said },
    { from: 4, to: 5, text: "yes", speaker: "2", ...said, recording: { id: "trn_2", from: 4 } },
  ]);
  expect(dialogue?.text).toBe("yes");
  expect(dialogue?.coverage).toBe(0.5);
});

test("without a word there is no dialogue", () => {
  expect(makeDialogue([{ speaker: "A", saidAt, text: null, heard: null }], "[lost]")).toBeNull();
  expect(makeDialogue([], "[lost]")).toBeNull();
});
