import { expect, test } from "vitest";
import { clockTime, renderTranscript } from "./transcript.ts";
import { translator } from "./translate.ts";

test("times are read as people write them", () => {
  expect([0, 65.9, 3599, 3725].map(clockTime)).toEqual(["0:00", "1:05", "59:59", "1:02:05"]);
});

test("one piece is just its words, several carry their times, and a gap is shown", () => {
  const t = translator("en");
  expect(renderTranscript([{ from: 0, to: 5, text: "hello" }], t)).toBe("hello");
  expect(
    renderTranscript(
      [
        { from: 0, to: 120, text: "one" },
        { from: 120, to: 240, gap: true },
        { from: 240, to: 300, text: "two", speaker: "1" },
        { from: 300, to: 300, gap: true, speaker: "2" },
      ],
      t,
      { "2": "Bob" },
    ),
  ).toBe(
    "[0:00] one\n\n[2:00–4:00: could not be heard]\n\n[4:00] Voice 1: two\n\n[5:00] Bob: [could not be heard]",
  );
});
