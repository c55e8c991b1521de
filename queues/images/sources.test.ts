import { expect, test } from "vitest";
import type { OwnedImage } from "../../domain/images/index.ts";
import type { Ports } from "../../ports/index.ts";
import { hearWish, seeWish } from "./sources.ts";

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

const found = {
  image: { sourceFileId: "f", words: null },
  owner: { speechLanguages: [], glossary: [] },
} as unknown as OwnedImage;

test("what was said is the wish, without its edges and its end beyond 2000 characters", async () => {
  expect(await hearWish(portsOf(JPEG, { heard: " лиса в снегу \n" }), found)).toBe("лиса в снегу");
  expect(await hearWish(portsOf(JPEG, { heard: "а".repeat(5000) }), found)).toHaveLength(2000);
});

test.each([
  ["voice-empty", portsOf(JPEG, { heard: " э" })],
  ["voice-long", portsOf(new Uint8Array(2_000_001), { heard: "long" })],
  ["file-gone", portsOf(null)],
  ["speech-down", portsOf(JPEG, { heard: "x", queued: true })],
])("%s is said", async (reason, ports) => {
  await expect(hearWish(ports, found)).rejects.toMatchObject({ reason });
});

test("what is to be seen in a photo is the prompt", async () => {
  expect(await seeWish(portsOf(JPEG, { seen: "a red sofa" }), found.image)).toBe("a red sofa");
});

test.each([
  ["photo-unreadable", portsOf(new TextEncoder().encode("<svg onload=alert(1)>"))],
  ["photo-unreadable", portsOf(new Uint8Array(0))],
  ["photo-unreadable", portsOf(new Uint8Array(6 * 2 ** 20))],
  ["photo-unreadable", portsOf(JPEG, { seen: null })],
  ["file-gone", portsOf(null)],
])("%s is said of what is no photo, is too large, is not understood, or is gone", async (reason, ports) => {
  await expect(seeWish(ports, found.image)).rejects.toMatchObject({ reason });
});
