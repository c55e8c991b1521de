import { expect, test } from "vitest";
import type { Image, OwnedImage } from "../../domain/images/index.ts";
import { sampleRecordings } from "../../domain/media/testing/samples.ts";
import type { Ports } from "../../ports/index.ts";
import { fetchPhoto, fetchVoice, hearWish, seeWish } from "./sources.ts";

const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0, 0, 0, 0, 0, 0]);

/** Ports with a Telegram that has this file, and models that hear and see this. */
const portsOf = (
  file: Uint8Array | null,
  said: { heard?: string; seen?: string | null; queued?: boolean } = {},
) =>
  ({
    telegram: {
      locate: async () => (file ? { path: "p" } : null),
      download: async () => new Response(file, { headers: { "content-length": String(file?.length) } }),
    },
    speech: {
      choose: () => "m",
      abilitiesOf: () => ({ queued: said.queued ?? false }),
      hear: async () => ({ text: said.heard ?? "", languages: [], model: "m" }),
    },
    vision: { describe: async () => said.seen ?? null },
  }) as unknown as Ports;

const owner = { speechLanguages: [], glossary: [] } as unknown as OwnedImage["owner"];
const image = { sourceFileId: "f", words: null } as unknown as Image;
const voice = { bytes: JPEG, seconds: 1 };

test("what was said is the wish, without its edges and its end beyond 2000 characters", async () => {
  expect(await hearWish(portsOf(null, { heard: " лиса в снегу \n" }), voice, owner)).toBe("лиса в снегу");
  expect(await hearWish(portsOf(null, { heard: "а".repeat(5000) }), voice, owner)).toHaveLength(2000);
});

test.each([
  ["voice-empty", portsOf(null, { heard: " э" })],
  ["speech-down", portsOf(null, { heard: "x", queued: true })],
])("%s is said", async (reason, ports) => {
  await expect(hearWish(ports, voice, owner)).rejects.toMatchObject({ reason });
});

test("a voice message is as long as its bytes say", async () => {
  const { seconds } = await fetchVoice(portsOf(sampleRecordings()["voice.ogg"] ?? JPEG), image);
  expect(seconds).toBeGreaterThan(2);
  expect(seconds).toBeLessThan(10);
  expect((await fetchVoice(portsOf(quietWav(120)), image)).seconds).toBe(120);
});

test.each([
  ["voice-long", new Uint8Array(2_000_001)],
  // Telegram's own voice of eight minutes is no larger than that.
  ["voice-long", quietWav(130)],
  ["voice-empty", JPEG],
  ["voice-empty", new Uint8Array(0)],
  ["file-gone", null],
])("%s is said before anything is heard", async (reason, file) => {
  await expect(fetchVoice(portsOf(file), image)).rejects.toMatchObject({ reason });
});

test("what is to be seen in a photo is the prompt", async () => {
  const ports = portsOf(JPEG, { seen: "a red sofa" });
  const photo = await fetchPhoto(ports, image);
  expect(photo.type).toBe("image/jpeg");
  expect(await seeWish(ports, photo, null)).toBe("a red sofa");
  await expect(seeWish(portsOf(JPEG, { seen: null }), photo, null)).rejects.toMatchObject({
    reason: "photo-unreadable",
  });
});

test.each([
  ["photo-unreadable", portsOf(new TextEncoder().encode("<svg onload=alert(1)>"))],
  ["photo-unreadable", portsOf(new Uint8Array(0))],
  ["photo-unreadable", portsOf(new Uint8Array(6 * 2 ** 20))],
  ["file-gone", portsOf(null)],
])("%s is said of what is no photo, is too large, or is gone", async (reason, ports) => {
  await expect(fetchPhoto(ports, image)).rejects.toMatchObject({ reason });
});

/** So many seconds of 16-bit samples at 4 kHz: a byte for an eighth of a millisecond. */
function quietWav(seconds: number): Uint8Array {
  const rate = 4000;
  const length = seconds * rate * 2;
  const bytes = new Uint8Array(44 + length);
  const view = new DataView(bytes.buffer);
  const name = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  name(0, "RIFF");
  view.setUint32(4, 36 + length, true);
  name(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  name(36, "data");
  view.setUint32(40, length, true);
  return bytes;
}
