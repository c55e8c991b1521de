import { expect, test } from "vitest";
import { LOUDNESS_STEP, UNHEARD } from "./loudness.ts";
import { chooseCut } from "./quiet.ts";

/** A curve of `seconds` at `level`, with pauses given as [from, to]. */
function curve(seconds: number, pauses: readonly (readonly [number, number])[], level = 180): Uint8Array {
  return Uint8Array.from({ length: seconds / LOUDNESS_STEP }, (_, i) => {
    const time = (i + 0.5) * LOUDNESS_STEP;
    const isQuiet = pauses.some(([from, to]) => time > from && time < to);
    return isQuiet ? 20 : level + ((i * 13) % 17);
  });
}

test("the cut lies in the middle of the pause inside the window", () => {
  expect(chooseCut(curve(60, [[32, 32.6]]), 30, 5)).toBeCloseTo(32.3, 1);
});

test("a long pause wins over a short one, a near one over one as long", () => {
  expect(
    chooseCut(
      curve(60, [
        [29, 29.3],
        [33, 33.7],
      ]),
      30,
      5,
    ),
  ).toBeCloseTo(33.35, 1);
  expect(
    chooseCut(
      curve(60, [
        [26, 26.6],
        [31, 31.6],
      ]),
      30,
      5,
    ),
  ).toBeCloseTo(31.3, 1);
});

test("in silence longer than the window the cut stays where it was wished", () => {
  expect(chooseCut(curve(60, [[28, 40]]), 30, 5)).toBeCloseTo(30, 1);
  expect(chooseCut(new Uint8Array(2000).fill(7), 30, 5)).toBe(30);
});

test("pauses outside the window do not matter", () => {
  const cut = chooseCut(curve(60, [[10, 12]]), 30, 5);
  expect(Math.abs(cut - 30)).toBeLessThanOrEqual(5);
});

test("a curve that nobody listened to moves nothing", () => {
  expect(chooseCut(new Uint8Array(2000).fill(UNHEARD), 30, 5)).toBe(30);
  expect(chooseCut(new Uint8Array(0), 30, 5)).toBe(30);
});
