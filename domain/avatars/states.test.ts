import { expect, test } from "vitest";
import { nextOfTraining, OPEN, trainingBefore, UNDER_WAY } from "./states.ts";

test("what has ended stays as it ended", () => {
  for (const state of ["ready", "failed", "cancelled"] as const) {
    expect(nextOfTraining[state]).toEqual([]);
    expect(UNDER_WAY).not.toContain(state);
  }
});

test("a training can fail and be stopped at every point of its way, and be ready only with its weights", () => {
  expect(trainingBefore("failed")).toEqual(UNDER_WAY);
  expect(trainingBefore("cancelled")).toEqual(UNDER_WAY);
  expect(trainingBefore("ready")).toEqual(["trained"]);
});

test("a webhook that overtakes the submit's answer counts; one without any submit does not", () => {
  expect(trainingBefore("trained")).toEqual(["submitting", "training"]);
});

test("photos can be changed before a training, and after one that failed", () => {
  expect(OPEN).toEqual(["draft", "failed"]);
});
