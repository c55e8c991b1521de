import fc from "fast-check";
import { expect, test } from "vitest";
import {
  type Cue,
  LINE_CHARACTERS,
  MAX_CUE_MS,
  makeCues,
  renderSrt,
  renderVtt,
  type TimedText,
} from "./subtitles.ts";

/** Reads SRT and VTT as players do: blocks between empty lines, a line with the arrow, text until the next empty line. */
function parse(file: string): Cue[] {
  const toMs = (time: string) => {
    const [, hours = "", minutes = "", seconds = "", rest = ""] =
      /^(\d{2,}):(\d\d):(\d\d)[.,](\d{3})$/.exec(time) ?? [];
    return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(rest);
  };
  return file.split(/\n{2,}/).flatMap((block) => {
    const lines = block.split("\n").filter((line) => line !== "");
    const at = lines.findIndex((line) => line.includes(" --> "));
    if (at < 0) return [];
    const [start = "", end = ""] = (lines[at] ?? "").split(" --> ");
    const text = lines
      .slice(at + 1)
      .map((line) => line.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
    return [{ startMs: toMs(start), endMs: toMs(end), lines: text }];
  });
}

const anyText = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc
    .array(
      fc.constantFrom(
        "да",
        "Нет.",
        "конечно,",
        "сегодня",
        "-->",
        "<b>&",
        "\n\n1\n",
        "x".repeat(100),
        `z${"\u0301".repeat(90)}`,
        "…",
      ),
      { maxLength: 60 },
    )
    .map((words) => words.join(" ")),
);
const anySegments: fc.Arbitrary<TimedText[]> = fc.array(
  fc.record(
    {
      start: fc.double({ min: 0, max: 20_000, noNaN: true }),
      end: fc.double({ min: 0, max: 20_000, noNaN: true }),
      text: anyText,
      speaker: fc.constantFrom("Анна", "B"),
    },
    { requiredKeys: ["start", "end", "text"] },
  ),
  { maxLength: 30 },
);

test("whatever is said, both files hold the same cues: in order, apart, short enough to read", () => {
  fc.assert(
    fc.property(anySegments, (segments) => {
      const cues = makeCues(segments);
      expect(parse(renderSrt(cues))).toEqual(cues);
      expect(parse(renderVtt(cues, "times --> are\nhonest"))).toEqual(cues);
      cues.forEach((cue, i) => {
        expect(cue.startMs).toBeGreaterThanOrEqual(cues[i - 1]?.endMs ?? 0);
        expect(cue.endMs - cue.startMs).toBeGreaterThanOrEqual(300);
        expect(cue.endMs - cue.startMs).toBeLessThanOrEqual(MAX_CUE_MS);
        expect(cue.lines.length).toBeLessThanOrEqual(2);
        for (const line of cue.lines) expect([...line].length).toBeLessThanOrEqual(LINE_CHARACTERS);
      });
    }),
    { numRuns: 300 },
  );
});

test("no word is lost, doubled or moved", () => {
  const words = fc.array(fc.stringMatching(/^[a-zа-яё]{1,60}[.,!?]?$/u), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(words, fc.integer({ min: 1, max: 600 }), (said, seconds) => {
      const cues = makeCues([{ start: 3, end: 3 + seconds, text: said.join(" ") }]);
      expect(
        cues
          .flatMap(({ lines }) => lines)
          .join("")
          .replaceAll(" ", ""),
      ).toBe(said.join(""));
    }),
  );
});

test("speech at an ordinary pace gives cues of one to seven seconds", () => {
  const sentence = fc.array(fc.stringMatching(/^[а-я]{2,12}$/u), { minLength: 4, maxLength: 30 });
  fc.assert(
    fc.property(
      fc.array(sentence, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 8, max: 22 }),
      (sentences, pace) => {
        let time = 0;
        const segments = sentences.map((words) => {
          const text = `${words.join(" ")}.`;
          const start = time;
          time += Math.max(1.1, text.length / pace);
          return { start, end: time, text };
        });
        for (const { startMs, endMs } of makeCues(segments)) {
          expect(endMs - startMs).toBeGreaterThanOrEqual(1000);
          expect(endMs - startMs).toBeLessThanOrEqual(7000);
        }
      },
    ),
  );
});

test("a cue ends where a sentence does, and its lines are about equally long", () => {
  const text =
    "Завтра в десять утра мы встречаемся у метро. Не забудь взять с собой документы и зонт, обещали дождь.";
  expect(makeCues([{ start: 0, end: 8, text }]).map(({ lines }) => lines)).toEqual([
    ["Завтра в десять утра", "мы встречаемся у метро."],
    ["Не забудь взять с собой", "документы и зонт, обещали дождь."],
  ]);
});

test("single timed words are gathered into cues", () => {
  const words = "one two three four five six seven eight nine ten".split(" ");
  const cues = makeCues(words.map((text, i) => ({ start: i * 0.4, end: i * 0.4 + 0.3, text })));
  expect(cues).toEqual([
    { startMs: 0, endMs: 3900, lines: ["one two three four five", "six seven eight nine ten"] },
  ]);
});

test("each turn begins with its speaker's name, once", () => {
  const cues = makeCues([
    { start: 0, end: 2, text: "Привет!", speaker: "Анна" },
    { start: 2, end: 4, text: "Как дела?", speaker: "Анна" },
    { start: 4, end: 6, text: "Хорошо.", speaker: "Борис" },
  ]);
  expect(cues.map(({ lines }) => lines.join(" "))).toEqual(["Анна: Привет! Как дела?", "Борис: Хорошо."]);
});

test("the files look as players expect", () => {
  const cues: Cue[] = [
    { startMs: 0, endMs: 1500, lines: ["Tom & Jerry"] },
    { startMs: 3_723_004, endMs: 3_725_000, lines: ["a", "b"] },
  ];
  expect(renderSrt(cues)).toBe(
    "1\n00:00:00,000 --> 00:00:01,500\nTom & Jerry\n\n2\n01:02:03,004 --> 01:02:05,000\na\nb\n",
  );
  expect(renderVtt(cues, "Times are those of parts.")).toBe(
    "WEBVTT\n\nNOTE Times are those of parts.\n\n00:00:00.000 --> 00:00:01.500\nTom &amp; Jerry\n\n01:02:03.004 --> 01:02:05.000\na\nb\n",
  );
});

test("nothing said is an empty file", () => {
  expect(renderSrt(makeCues([{ start: 0, end: 1, text: " \n" }]))).toBe("");
  expect(renderVtt([])).toBe("WEBVTT\n");
});
