import { expect, test } from "vitest";
import { before, isRefusal, next, type TranscriptState } from "./states.ts";

test("every state can be reached, and what ends well or by the user's will stays ended", () => {
  const states = Object.keys(next) as TranscriptState[];
  for (const state of states) if (state !== "received") expect(before(state), state).not.toEqual([]);
  for (const final of ["delivered", "refused", "cancelled"] as const) expect(next[final]).toEqual([]);
});

test("a recording that was transcribed can no longer be cancelled: its text exists", () => {
  expect(before("cancelled")).toEqual(["received", "quoted", "transcribing"]);
});

test("the file's fault is a refusal, a vendor's is not", () => {
  expect(isRefusal("not-media")).toBe(true);
  expect(isRefusal("speech-down")).toBe(false);
});
