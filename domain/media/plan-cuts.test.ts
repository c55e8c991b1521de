import { expect, test } from "vitest";
import { LOUDNESS_STEP } from "./loudness.ts";
import type { AudioOutline } from "./outline.ts";
import { type CutPolicy, planCuts } from "./plan-cuts.ts";
import { seededRandom } from "./testing/samples.ts";
import { Unplayable } from "./unplayable.ts";

const POLICY: CutPolicy = {
  targetSeconds: 120,
  maxSeconds: 1400,
  maxBytes: 25 * 2 ** 20,
  overlapSeconds: 1.5,
  windowSeconds: 10,
};

/** An MP3 of so many seconds and bytes a second, with noise for a loudness curve. */
function outline(seconds: number, bytesPerSecond = 8000, random = seededRandom(1)): AudioOutline {
  const marks = Math.ceil(seconds / 2);
  const at = (i: number) => Math.round(i * 2 * bytesPerSecond);
  return {
    about: {
      container: "mp3",
      codec: "mp3",
      durationSeconds: seconds,
      sampleRate: 16_000,
      channels: 1,
      hasVideo: false,
    },
    bytes: seconds * bytesPerSecond,
    timescale: 16_000,
    endTicks: seconds * 16_000,
    marks: {
      positions: Float64Array.from({ length: marks }, (_, i) => at(i)),
      ticks: Float64Array.from({ length: marks }, (_, i) => i * 32_000),
      payload: Float64Array.from({ length: marks }, (_, i) => at(i)),
      totalPayload: seconds * bytesPerSecond,
    },
    loudness: Uint8Array.from({ length: seconds / LOUDNESS_STEP }, () => Math.floor(random() * 200)),
  };
}

test("every second belongs to exactly one part, parts overlap, and no limit is passed", () => {
  const random = seededRandom(9);
  for (let round = 0; round < 300; round += 1) {
    const seconds = 0.2 + random() ** 3 * 10_000;
    const policy: CutPolicy = {
      targetSeconds: 10 + random() * 1000,
      maxSeconds: 30 + random() * 1400,
      maxBytes: 2 ** 20 * (1 + random() * 24),
      overlapSeconds: random() * 3,
      windowSeconds: random() * 20,
    };
    const plans = planCuts(outline(seconds, 1000 + random() * 40_000, random), policy);
    expect(plans[0]?.from).toBe(0);
    expect(plans.at(-1)?.to).toBe(seconds);
    plans.forEach((plan, i) => {
      expect(plan.to).toBeGreaterThan(plan.from);
      expect(plan.audioTo - plan.audioFrom).toBeLessThanOrEqual(policy.maxSeconds + 1e-6);
      expect(plan.bytes).toBeLessThanOrEqual(policy.maxBytes);
      expect(plan.audioFrom).toBeLessThanOrEqual(plan.from);
      expect(plan.audioTo).toBeGreaterThanOrEqual(plan.to);
      const next = plans[i + 1];
      if (!next) return;
      expect(next.from).toBe(plan.to);
      const overlap = plan.audioTo - next.audioFrom;
      expect(overlap).toBeCloseTo(Math.min(policy.overlapSeconds, seconds / plans.length / 2), 6);
    });
  }
});

test("parts are about as long as wished, and a little more than one part is one part", () => {
  expect(planCuts(outline(150), POLICY)).toHaveLength(1);
  expect(planCuts(outline(3600), POLICY)).toHaveLength(30);
  const lengths = planCuts(outline(3600), POLICY).map(({ from, to }) => to - from);
  expect(Math.max(...lengths)).toBeLessThanOrEqual(140);
  expect(Math.min(...lengths)).toBeGreaterThanOrEqual(100);
});

test("a short file in a usual format goes as it is; a video, a damaged or an unusual one is written anew", () => {
  const short = outline(20);
  const planOf = (about: Partial<AudioOutline["about"]>) =>
    planCuts({ ...short, about: { ...short.about, ...about } }, POLICY)[0];
  expect(planOf({})?.whole).toBe(true);
  expect(planOf({ hasVideo: true, container: "mp4", codec: "aac" })?.whole).toBe(false);
  expect(planOf({ damaged: "truncated" })?.whole).toBe(false);
  expect(planOf({ container: "adts", codec: "aac" })?.whole).toBe(false);
  expect(planOf({ container: "mkv", codec: "opus" })?.whole).toBe(false);
  expect(planOf({ container: "mov", codec: "aac" })?.whole).toBe(false);
});

test("a file larger than the limit is not sent whole, however short", () => {
  const plans = planCuts(outline(60, 10 ** 6), POLICY);
  expect(plans.length).toBeGreaterThan(2);
  expect(Math.max(...plans.map(({ bytes }) => bytes))).toBeLessThanOrEqual(POLICY.maxBytes);
});

test("limits that no model has are refused at once, and so is a recording whose every second is too large", () => {
  expect(() => planCuts(outline(600), { ...POLICY, maxBytes: 1000 })).toThrow(RangeError);
  expect(() => planCuts(outline(600, 10 ** 6), { ...POLICY, maxBytes: 512 * 1024 })).toThrow(Unplayable);
});

test("the plan survives JSON", () => {
  const plans = planCuts(outline(3600), POLICY);
  expect(JSON.parse(JSON.stringify(plans))).toEqual(plans);
});
