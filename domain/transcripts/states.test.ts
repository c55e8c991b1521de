import { expect, test } from "vitest";
import { before, isRefusal, next, type TranscriptState } from "./states.ts";

test("every state can be reached, what was refused stays so, and what ended otherwise can only begin again", () => {
  const states = Object.keys(next) as TranscriptState[];
  for (const state of states) if (state !== "received") expect(before(state), state).not.toEqual([]);
  expect(next.refused).toEqual([]);
  for (const state of ["delivered", "cancelled"] as const) expect(next[state]).toEqual(["received"]);
});

test("a recording that was transcribed can no longer be cancelled: its text exists", () => {
  expect(before("cancelled")).toEqual(["received", "quoted", "transcribing"]);
});

test("the file's fault is a refusal, a vendor's is not", () => {
  expect(isRefusal("not-media")).toBe(true);
  expect(isRefusal("speech-down")).toBe(false);
});
