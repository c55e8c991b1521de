import { aacLoudness } from "./codecs/aac.ts";
import { hasVoice } from "./codecs/opus.ts";
import { readMp3Header } from "./mp3/frame.ts";
import { mp3Loudness } from "./mp3/gain.ts";
import type { Track } from "./reader.ts";
import { pcmLoudness } from "./wav/loudness.ts";

/** Seconds that one value of a loudness curve stands for. */
export const LOUDNESS_STEP = 0.04;
/** Marks the stretches of a curve that were not listened to. */
export const UNHEARD = 255;

/**
 * How loud a packet is, 0–254, judged without decoding: by the gain where the codec codes one, by the level of plain samples,
 * and otherwise by bytes per second, since variable-rate codecs spend little on silence. Values of different codecs do not compare.
 */
export type MeasureLoudness = (data: Uint8Array, start: number, end: number, duration: number) => number;

export function loudnessMeter(track: Track): MeasureLoudness {
  const { codec, channels, timescale } = track;
  if (codec === "pcm") return pcmLoudness(track);
  if (codec === "aac") return (data, start, end) => aacLoudness(data, start, end, channels);
  if (codec === "mp3") {
    return (data, start) => {
      const header = readMp3Header(data, start);
      return header ? Math.min(254, mp3Loudness(data, start, header)) : 0;
    };
  }
  const octaves = (start: number, end: number, duration: number) =>
    Math.log2(1 + ((end - start) * timescale) / duration);
  if (codec === "opus") {
    return (data, start, end, duration) => {
      const level = Math.min(254, Math.round(12 * octaves(start, end, duration)));
      return hasVoice(data, start, end) ? level : Math.max(0, level - VOICELESS_STEPS);
    };
  }
  if (codec === "vorbis")
    return (_data, start, end, duration) => Math.min(254, Math.round(12 * octaves(start, end, duration)));
  // Lossless codecs spend a good deal on noise: the difference that speech makes is a fraction of an octave.
  return (_data, start, end, duration) =>
    Math.min(254, Math.max(0, Math.round(25 * (octaves(start, end, duration) - LOSSLESS_FLOOR))));
}

/** How far a packet without voice lies below one of the same size; matters where the rate is constant. */
const VOICELESS_STEPS = 24;
/** Lossless sound takes at least about 1 KB a second: 2^10. */
const LOSSLESS_FLOOR = 10;

/** Collects packets' loudness into a curve of one value every `LOUDNESS_STEP`. */
export class LoudnessCurve {
  #values: Uint8Array;
  #length = 0;
  #sum = 0;
  #weight = 0;
  #bin = -1;

  constructor(expectedSeconds: number) {
    this.#values = new Uint8Array(Math.ceil(expectedSeconds / LOUDNESS_STEP) + 16).fill(UNHEARD);
  }

  /** A packet that begins at `seconds` and lasts `duration` has `loudness`. Packets come in order. */
  add(seconds: number, duration: number, loudness: number): void {
    const first = Math.max(0, Math.floor(seconds / LOUDNESS_STEP));
    const last = Math.max(first, Math.ceil((seconds + duration) / LOUDNESS_STEP) - 1);
    if (seconds + duration <= 0) return;
    for (let bin = first; bin <= last; bin += 1) {
      if (bin !== this.#bin) {
        this.#store();
        this.#bin = bin;
      }
      this.#sum += loudness;
      this.#weight += 1;
    }
  }

  finish(): Uint8Array {
    this.#store();
    return this.#values.slice(0, this.#length);
  }

  #store(): void {
    if (this.#weight === 0) return;
    if (this.#bin >= this.#values.length) {
      const grown = new Uint8Array(Math.max(this.#bin + 1, this.#values.length * 2)).fill(UNHEARD);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#bin] = Math.round(this.#sum / this.#weight);
    this.#length = Math.max(this.#length, this.#bin + 1);
    this.#sum = 0;
    this.#weight = 0;
  }
}
