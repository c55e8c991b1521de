import { expect, test } from "vitest";
import { Timeline } from "./timeline.ts";

/** Packets of 20 ms at 48 kHz. */
const PACKET = 960;

test("timestamps rounded to milliseconds do not move sample-exact time", () => {
  const timeline = new Timeline(0, 48_000);
  for (let i = 0; i < 1000; i += 1) {
    timeline.reach(Math.round((i * PACKET) / 48) * 48 + 5000);
    expect(timeline.ticks).toBe(i * PACKET);
    timeline.ticks += PACKET;
  }
});

test("a pause in the timestamps is kept, a leap and a step back are not", () => {
  const timeline = new Timeline(0, 48_000);
  timeline.reach(0);
  timeline.ticks += 48_000;
  timeline.reach(48_000 + 96_000);
  expect(timeline.ticks).toBe(144_000);
  timeline.reach(10 ** 12);
  timeline.reach(0);
  expect(timeline.ticks).toBe(144_000);
});

test("pauses do not make a recording much longer than its sound", () => {
  const timeline = new Timeline(0, 48_000);
  timeline.reach(0);
  let claimed = 0;
  for (let i = 0; i < 1000; i += 1) {
    timeline.ticks += PACKET;
    claimed += 50 * 48_000;
    timeline.reach(claimed);
  }
  expect(timeline.ticks / 48_000).toBeLessThan(60 + 2 * 20 + 1);
});

test("a packet that claims to last an hour lasts what its kind does", () => {
  const timeline = new Timeline(0, 48_000);
  expect(timeline.believe(1024, 1024)).toBe(1024);
  expect(timeline.believe(48_000, 1024)).toBe(48_000);
  expect(timeline.believe(3600 * 48_000, 1024)).toBe(1024);
});
