import speechM4a from "../../../tests/fixtures/speech-en.m4a?inline";
import speechMp3 from "../../../tests/fixtures/speech-ru.mp3?inline";
import videoWebm from "../../../tests/fixtures/video-en.webm?inline";
import videoMp4 from "../../../tests/fixtures/video-note-ru.mp4?inline";
import voiceOgg from "../../../tests/fixtures/voice-en.ogg?inline";
import { audioConfig } from "../codecs/aac.ts";
import { cutPart } from "../cut-part.ts";
import { indexAudio } from "../index-audio.ts";
import { type CutPolicy, planCuts } from "../plan-cuts.ts";
import type { Track } from "../reader.ts";
import { type ByteSource, memorySource } from "../source.ts";
import { pcmFormat } from "../wav/format.ts";
import { OUTPUTS } from "../writer.ts";

/** Cuts every few seconds, so that short samples have many parts. */
export const SHORT_PARTS: CutPolicy = {
  targetSeconds: 3,
  maxSeconds: 1400,
  maxBytes: 25 * 2 ** 20,
  overlapSeconds: 1,
  windowSeconds: 1,
};

/** Real small recordings by name: those that are committed, and what can be made without an encoder. */
export function sampleRecordings(): Record<string, Uint8Array> {
  return {
    "voice.ogg": fromDataUrl(voiceOgg),
    "speech.mp3": fromDataUrl(speechMp3),
    "speech.m4a": fromDataUrl(speechM4a),
    "video.webm": fromDataUrl(videoWebm),
    "video-note.mp4": fromDataUrl(videoMp4),
    "tone.wav": toneWav(12),
    "silence.aac": silentAdts(12),
  };
}

/** A source that counts what is read from it. */
export function countingSource(bytes: Uint8Array): ByteSource & { reads: number; bytesRead: number } {
  return {
    size: bytes.length,
    reads: 0,
    bytesRead: 0,
    async read(start, end) {
      if (start < 0 || end < start || end > bytes.length)
        throw new RangeError(`read ${start}-${end} of ${bytes.length}`);
      this.reads += 1;
      this.bytesRead += end - start;
      return bytes.slice(start, end);
    },
  };
}

/** All parts of a recording, cut one by one. */
export async function cutAll(bytes: Uint8Array, policy: CutPolicy = SHORT_PARTS) {
  const source = memorySource(bytes);
  const outline = await indexAudio(source, policy);
  const plans = planCuts(outline, policy);
  const parts = [];
  for (const plan of plans) parts.push({ plan, part: await cutPart(source, plan) });
  return { outline, parts };
}

/** Sixteen-bit mono at 8 kHz: a second of tone with a pause of 0.4 s at its end. */
export function toneWav(seconds: number): Uint8Array {
  const rate = 8000;
  const track: Track = {
    container: "wav",
    codec: "pcm",
    timescale: rate,
    sampleRate: rate,
    channels: 1,
    hasVideo: false,
    setup: pcmFormat("int", rate, 1, 16),
  };
  const samples = Int16Array.from({ length: rate * seconds }, (_, i) =>
    i % rate < 0.6 * rate ? Math.round(9000 * Math.sin(i * 0.3)) : 0,
  );
  const writer = OUTPUTS.pcm.write(track, { from: 0, to: samples.length, bytes: 0 });
  writer.add(new Uint8Array(samples.buffer), 0, samples.byteLength, 0, samples.length);
  return writer.finish().bytes;
}

/** AAC-LC mono at 16 kHz whose frames are all the shortest silence. */
function silentAdts(seconds: number): Uint8Array {
  const config = audioConfig(2, 8, 1);
  const payload = [0x01, 0x18, 0x20, 0x07];
  const length = payload.length + 7;
  const objectType = (config[0] ?? 0) >> 3;
  const frame = [
    0xff,
    0xf1,
    ((objectType - 1) << 6) | (8 << 2),
    0x40 | (length >> 11),
    (length >> 3) & 255,
    ((length & 7) << 5) | 31,
    0xfc,
  ];
  const frames = Math.ceil((seconds * 16_000) / 1024);
  return Uint8Array.from(Array.from({ length: frames }, () => [...frame, ...payload]).flat());
}

export function fromDataUrl(url: string): Uint8Array {
  return Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (letter) => letter.charCodeAt(0));
}

/** Repeatable chance (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
