import { expect, test } from "vitest";
import { type AudioOutline, decodeOutline, encodeOutline, markBefore, payloadBetween } from "./outline.ts";
import { seededRandom } from "./testing/samples.ts";

function outline(seconds: number, damaged = false): AudioOutline {
  const random = seededRandom(4);
  const marks = Math.ceil(seconds / 2);
  let position = 1000;
  const positions = Float64Array.from({ length: marks }, () => {
    position += Math.floor(16_000 * (0.5 + random()));
    return position;
  });
  return {
    about: {
      container: "mp3",
      codec: "mp3",
      durationSeconds: seconds,
      sampleRate: 44_100,
      channels: 2,
      hasVideo: false,
      ...(damaged ? { damaged: "truncated" as const } : {}),
    },
    bytes: position + 500,
    timescale: 44_100,
    endTicks: seconds * 44_100,
    marks: {
      positions,
      ticks: Float64Array.from({ length: marks }, (_, i) => i * 88_200 - 1105),
      payload: positions.map((at) => at - 1000),
      totalPayload: position,
    },
    loudness: Uint8Array.from({ length: seconds * 25 }, () => Math.floor(random() * 256)),
  };
}

test("an outline comes back as it was stored", () => {
  for (const seconds of [0, 1, 700]) {
    const made = outline(seconds, seconds === 1);
    expect(decodeOutline(encodeOutline(made))).toEqual(made);
  }
});

test("ninety minutes fit into 200 KB", () => {
  expect(encodeOutline(outline(5400)).length).toBeLessThan(200_000);
});

test("broken or foreign bytes are no outline", () => {
  const stored = encodeOutline(outline(30));
  expect(decodeOutline(stored.subarray(0, 7))).toBeNull();
  expect(decodeOutline(stored.subarray(0, 40))).toBeNull();
  expect(decodeOutline(new Uint8Array(64).fill(9))).toBeNull();
  const other = stored.slice();
  other.set(new TextEncoder().encode('{"version":0'), 8);
  expect(decodeOutline(other)).toBeNull();
});

test("the bytes of a stretch are never underestimated", () => {
  const { marks } = outline(100);
  expect(markBefore(marks, -99_999)).toBe(0);
  expect(markBefore(marks, 88_200 * 3)).toBe(3);
  const all = payloadBetween(marks, 0, 1e9);
  expect(all).toBe(marks.totalPayload - (marks.payload[0] ?? 0));
  expect(payloadBetween(marks, 88_200, 88_200 * 2)).toBeGreaterThanOrEqual(
    (marks.payload[2] ?? 0) - (marks.payload[1] ?? 0),
  );
});
