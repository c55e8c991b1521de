import { expect, test } from "vitest";
import { inspect } from "./inspect.ts";
import { memorySource } from "./source.ts";
import { countingSource, sampleRecordings, toneWav } from "./testing/samples.ts";

const SAMPLES = sampleRecordings();
const sample = (name: string) => SAMPLES[name] ?? new Uint8Array(0);

test("a recording is described by its bytes", async () => {
  expect(await inspect(memorySource(sample("voice.ogg")))).toEqual({
    container: "ogg",
    codec: "opus",
    durationSeconds: expect.closeTo(8.907, 3),
    sampleRate: 48_000,
    channels: 1,
    hasVideo: false,
  });
  expect(await inspect(memorySource(sample("video-note.mp4")))).toMatchObject({
    container: "mp4",
    codec: "aac",
    hasVideo: true,
  });
  expect(await inspect(memorySource(sample("video.webm")))).toMatchObject({
    container: "webm",
    codec: "opus",
    hasVideo: true,
  });
  expect(await inspect(memorySource(toneWav(3)))).toMatchObject({
    container: "wav",
    codec: "pcm",
    durationSeconds: 3,
  });
});

test("the same speech is equally long in every container", async () => {
  const [ogg, m4a, webm] = await Promise.all(
    ["voice.ogg", "speech.m4a", "video.webm"].map(
      async (name) => (await inspect(memorySource(sample(name)))).durationSeconds,
    ),
  );
  expect(m4a).toBeCloseTo(ogg ?? 0, 1);
  expect(webm).toBeCloseTo(ogg ?? 0, 0);
});

test("an MP4 is described without reading its sound", async () => {
  const source = countingSource(sample("speech.m4a"));
  await inspect(source);
  const large = countingSource(toneWav(600));
  await inspect(large);
  expect(large.bytesRead).toBeLessThan(100_000);
});
