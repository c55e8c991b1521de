import { expect, test } from "vitest";
import { memorySource } from "./source.ts";
import { sampleRecordings } from "./testing/samples.ts";
import { voicedShare } from "./voiced-share.ts";

const samples = sampleRecordings();
const VOICES = ["voice.ogg", "speech.mp3", "speech.m4a", "video.webm", "video-note.mp4"] as const;

test.each(VOICES)("speech is heard in %s without decoding", async (name) => {
  expect(await voicedShare(memorySource(samples[name] ?? new Uint8Array()))).toBeGreaterThan(0.4);
});

test("digital silence holds no voice", async () => {
  expect(await voicedShare(memorySource(samples["silence.aac"] ?? new Uint8Array()))).toBe(0);
});

test("what cannot be read is not judged", async () => {
  expect(await voicedShare(memorySource(new Uint8Array(100)))).toBeNull();
  expect(await voicedShare(memorySource(new Uint8Array(0)))).toBeNull();
});
