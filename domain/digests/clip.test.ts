import { expect, test } from "vitest";
import type { PartPlan } from "../media/plan-cuts.ts";
import { clipPart, planClip } from "./clip.ts";

const transcript = (passages: object[], seconds = 600) => ({ id: "trn_a", seconds, passages });

test.each([
  [
    "exact times need little before them",
    { from: 95, to: 105, text: "слова", exact: true },
    100,
    103,
    98,
    108,
  ],
  [
    "a long quote is heard whole, up to 20 s",
    { from: 95, to: 130, text: "слова", exact: true },
    100,
    114,
    98,
    116,
  ],
  [
    "an even longer one from its beginning",
    { from: 95, to: 230, text: "слова", exact: true },
    100,
    190,
    98,
    118,
  ],
  ["an estimated time gets more around it", { from: 0, to: 120, text: "слова" }, 100, 103, 94, 114],
  ["at the beginning nothing is before it", { from: 0, to: 120, text: "слова" }, 1, 2, 0, 20],
  ["at the end it ends with the recording", { from: 500, to: 600, text: "слова" }, 598, 600, 580, 600],
])("%s", (_, passage, at, until, from, to) => {
  expect(planClip({ at, until }, transcript([passage]))).toEqual({ transcriptId: "trn_a", from, to });
});

test("in a dialogue it is cut out of the recording it was said in, at that recording's own time", () => {
  const joined = transcript([
    { from: 0, to: 50, text: "первое", exact: true, recording: { id: "trn_1", from: 0 } },
    { from: 50, to: 80, text: "второе", exact: true, recording: { id: "trn_2", from: 10 } },
  ]);
  expect(planClip({ at: 60, until: 62 }, joined)).toEqual({ transcriptId: "trn_2", from: 18, to: 28 });
});

test("without a time there is no clip", () => {
  expect(planClip({ at: null, until: null }, transcript([]))).toBeNull();
});

test("it is read from the part in which it begins, and no further than needed", () => {
  const plan = (index: number): PartPlan => ({
    index,
    count: 3,
    whole: index === 0,
    from: index * 120,
    to: index * 120 + 120,
    audioFrom: Math.max(0, index * 120 - 1),
    audioTo: index * 120 + 121,
    start: { position: index * 1_000, ticks: index * 120 },
    until: (index + 1) * 1_000,
    bytes: 100_000,
  });
  const cut = clipPart([plan(0), plan(1), plan(2)], { transcriptId: "trn_a", from: 235, to: 250 });
  expect(cut).toMatchObject({
    index: 1,
    whole: false,
    audioFrom: 235,
    audioTo: 250,
    start: { position: 1_000 },
    until: null,
  });
  expect(clipPart([], { transcriptId: "trn_a", from: 0, to: 10 })).toBeNull();
});
