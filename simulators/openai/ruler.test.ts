import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { hearRuler, makeRuler, readRuler } from "../../tests/makers/ruler.ts";
import { RULER_KINDS } from "../../tests/makers/ruler-kinds.ts";
import { soundSeconds } from "../../tests/makers/ruler-sound.ts";
import { LISTENING_RATE, readSeconds, spokenSeconds } from "./ruler.ts";

const FIXTURES = join(import.meta.dirname, "../../tests/fixtures");

test.each(Object.entries(RULER_KINDS))(
  "every second of %s is heard once, in order, without a complaint",
  async (_, kind) => {
    const heard = await hearRuler(await makeRuler({ ...kind, seconds: 12.3, from: 95 }));
    expect(heard.spoken.map(({ second }) => second)).toEqual(numbers(95, 107));
    expect(heard.complaints).toEqual([]);
    expect(Math.abs(heard.seconds - 12.3)).toBeLessThan(0.06);
  },
);

test.each([0, 990, 9_995, 99_990])("seconds from %i on are told apart", (from) => {
  expect(secondsOf(sound(10, from))).toEqual(numbers(from, from + 10));
});

test("a part cut anywhere speaks the seconds it has at least half of", () => {
  const whole = sound(12, 40);
  for (const start of [0, 0.1, 0.37, 0.44, 0.56, 0.8]) {
    for (const length of [3.2, 4.73, 7.9]) {
      const part = whole.subarray(
        Math.round(start * LISTENING_RATE),
        Math.round((start + length) * LISTENING_RATE),
      );
      const first = start < 0.5 ? 40 : 41;
      const end = start + length;
      const last = end % 1 < 0.5 ? Math.floor(end) : Math.ceil(end);
      expect([start, length, secondsOf(part)]).toEqual([start, length, numbers(first, 40 + last)]);
    }
  }
});

test("a hole, a repetition and a wrong order are heard as such", () => {
  const rate = LISTENING_RATE;
  const whole = sound(6, 0);
  const cut = (from: number, to: number) => whole.subarray(from * rate, to * rate);
  expect(secondsOf(join32(cut(0, 2), cut(3, 6)))).toEqual([0, 1, 3, 4, 5]);
  expect(secondsOf(join32(cut(0, 3), cut(2, 6)))).toEqual([0, 1, 2, 2, 3, 4, 5]);
  expect(secondsOf(join32(cut(3, 6), cut(0, 3)))).toEqual([3, 4, 5, 0, 1, 2]);
  expect(secondsOf(join32(cut(0, 1), new Float32Array(rate), cut(1, 2)))).toEqual([0, 1]);
});

test("times of the seconds are right to a tenth of a second", () => {
  for (const { second, start, end } of readSeconds(sound(8, 0))) {
    expect(Math.abs(start - second)).toBeLessThan(0.1);
    expect(Math.abs(end - second - 1)).toBeLessThan(0.1);
  }
});

test("pauses at the ends of seconds leave them heard", async () => {
  const bytes = await makeRuler({
    container: "ogg",
    codec: "opus",
    seconds: 10,
    pauses: { every: 2, length: 0.4 },
  });
  expect(await readRuler(bytes)).toEqual(numbers(0, 10));
});

test.each([16_000, 32_000])("Opus at %i bit/s keeps every second of two minutes", async (bitrate) => {
  const bytes = await makeRuler({ container: "ogg", codec: "opus", frameMs: 60, bitrate, seconds: 120 });
  expect(await readRuler(bytes)).toEqual(numbers(0, 120));
});

test("ten minutes are heard whole, at more than 100 times their speed", async () => {
  const bytes = await makeRuler({ container: "ogg", codec: "opus", seconds: 600 });
  const started = performance.now();
  const heard = await readRuler(bytes);
  const speed = 600_000 / (performance.now() - started);
  expect(heard).toEqual(numbers(0, 600));
  expect(speed).toBeGreaterThan(100);
});

test("speech is not taken for the ruler", async () => {
  const heard = await hearRuler(await readFile(join(FIXTURES, "voice-ru.ogg")));
  expect(heard).toMatchObject({
    container: "ogg",
    codec: "opus",
    channels: "mono",
    spoken: [],
    complaints: [],
  });
});

test("what a strict decoder objects to is told", async () => {
  const vorbis = Buffer.from(await makeRuler({ container: "ogg", codec: "vorbis", seconds: 3 }));
  const setup = vorbis.indexOf(Buffer.from("\x05vorbis", "latin1"));
  vorbis[setup - 1] = 0;
  expect((await hearRuler(vorbis)).complaints).toContain("vorbis: the comment packet has no framing bit");

  const opus = await makeRuler({ container: "ogg", codec: "opus", seconds: 5 });
  expect((await hearRuler(opus.subarray(0, opus.length - 500))).complaints.join()).toContain("cut short");

  const mp3 = Buffer.from(await makeRuler({ container: "mp3", codec: "mp3", seconds: 5 }));
  mp3.fill(0x55, 20_000, 21_000);
  expect((await hearRuler(mp3)).complaints).not.toEqual([]);
});

test("what is no recording is not listened to", async () => {
  await expect(readRuler(Buffer.from("hello, this is no recording"))).rejects.toThrow("no audio");
});

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

function sound(seconds: number, from: number): Float32Array {
  return join32(...soundSeconds({ seconds, from, rate: LISTENING_RATE }));
}

function join32(...pieces: Float32Array[]): Float32Array {
  const whole = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function secondsOf(pcm: Float32Array): number[] {
  return spokenSeconds(readSeconds(pcm)).map(({ second }) => second);
}
