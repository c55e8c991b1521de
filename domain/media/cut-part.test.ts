import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { expect, test } from "vitest";
import { cutPart } from "./cut-part.ts";
import { indexAudio } from "./index-audio.ts";
import { inspect } from "./inspect.ts";
import { planCuts } from "./plan-cuts.ts";
import { memorySource } from "./source.ts";
import { countingSource, cutAll, SHORT_PARTS, sampleRecordings, toneWav } from "./testing/samples.ts";

const SAMPLES = sampleRecordings();

/** What another library makes of a file: its codec, and the packets it finds. */
async function readElsewhere(bytes: Uint8Array) {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS });
  const track = await input.getPrimaryAudioTrack();
  if (!track) throw new Error("no audio track");
  const sink = new EncodedPacketSink(track);
  const packets = [];
  for await (const packet of sink.packets()) packets.push(packet.data);
  return { codec: track.codec, packets, seconds: await track.computeDuration() };
}

for (const [name, bytes] of Object.entries(SAMPLES)) {
  test(`parts of ${name} are files that we and another library read alike`, async () => {
    const { outline, parts } = await cutAll(bytes);
    expect(parts.length).toBeGreaterThan(1);
    for (const { plan, part } of parts) {
      const again = await inspect(memorySource(part.bytes));
      expect(again.durationSeconds).toBeCloseTo(part.durationSeconds, 1);
      expect(again.damaged).toBeUndefined();
      expect(part.startSeconds).toBeLessThanOrEqual(plan.audioFrom + 0.001);
      expect(part.startSeconds).toBeGreaterThan(plan.audioFrom - 0.15);
      expect(part.startSeconds + part.durationSeconds).toBeGreaterThan(plan.audioTo - 0.001);
      expect(part.bytes.length).toBeLessThanOrEqual(plan.bytes);
      const elsewhere = await readElsewhere(part.bytes);
      expect(elsewhere.codec).toBe(outline.about.codec === "pcm" ? "pcm-s16" : outline.about.codec);
      expect(elsewhere.seconds).toBeGreaterThan(part.durationSeconds - 0.1);
    }
  });
}

test("packets are copied bit by bit", async () => {
  for (const name of ["voice.ogg", "speech.mp3", "speech.m4a", "video.webm"]) {
    const bytes = SAMPLES[name] ?? new Uint8Array(0);
    const original = new Set((await readElsewhere(bytes)).packets.map(String));
    const { parts } = await cutAll(bytes);
    for (const { part } of parts) {
      for (const packet of (await readElsewhere(part.bytes)).packets)
        expect(original.has(String(packet)), name).toBe(true);
    }
  }
});

test("a short voice message goes through untouched", async () => {
  const bytes = SAMPLES["voice.ogg"] ?? new Uint8Array(0);
  const { parts } = await cutAll(bytes, { ...SHORT_PARTS, targetSeconds: 120 });
  expect(parts).toHaveLength(1);
  expect(parts[0]?.part.bytes).toEqual(bytes);
  expect(parts[0]?.part).toMatchObject({ name: "part.ogg", type: "audio/ogg" });
});

test("the sound of a short video is taken out of it", async () => {
  const { parts } = await cutAll(SAMPLES["video-note.mp4"] ?? new Uint8Array(0), {
    ...SHORT_PARTS,
    targetSeconds: 120,
  });
  expect(parts[0]?.part).toMatchObject({ name: "part.m4a", type: "audio/mp4" });
  expect((await inspect(memorySource(parts[0]?.part.bytes ?? new Uint8Array(0)))).hasVideo).toBe(false);
});

test("WAV parts join into the very samples of the original", async () => {
  const bytes = toneWav(12);
  const { parts } = await cutAll(bytes, { ...SHORT_PARTS, overlapSeconds: 0 });
  const joined = parts.flatMap(({ part }) => [...part.bytes.subarray(44)]);
  expect(Uint8Array.from(joined)).toEqual(bytes.subarray(44));
});

test("a part reads the head of the file and about its own bytes", async () => {
  const bytes = toneWav(1200);
  const policy = { ...SHORT_PARTS, targetSeconds: 60 };
  const plans = planCuts(await indexAudio(memorySource(bytes), policy), policy);
  const middle = plans[10];
  if (!middle) throw new Error("there is a middle part");
  const source = countingSource(bytes);
  const part = await cutPart(source, middle);
  expect(source.bytesRead).toBeLessThan(part.bytes.length * 1.1 + 150_000);
  expect(source.reads).toBeLessThan(6);
});

test("planning reads only what lies around the cuts where the format allows it", async () => {
  const bytes = toneWav(1200);
  const source = countingSource(bytes);
  await indexAudio(source, { ...SHORT_PARTS, targetSeconds: 120, windowSeconds: 5 });
  expect(source.bytesRead).toBeLessThan(bytes.length / 4);
});

test("cuts fall into the pauses", async () => {
  const { parts } = await cutAll(toneWav(60), { ...SHORT_PARTS, targetSeconds: 7, windowSeconds: 2 });
  for (const { plan } of parts.slice(1)) expect(plan.from % 1).toBeGreaterThan(0.6);
});

test("a plan for another recording is refused, not obeyed", async () => {
  const policy = SHORT_PARTS;
  const plans = planCuts(await indexAudio(memorySource(toneWav(60)), policy), policy);
  const last = plans.at(-1);
  if (!last) throw new Error("there is a last part");
  await expect(cutPart(memorySource(toneWav(2)), last)).rejects.toThrow("truncated beyond salvage");
});
