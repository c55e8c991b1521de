import { writeFlac } from "./flac/write.ts";
import { writeM4a } from "./m4a/write.ts";
import { writeMp3 } from "./mp3/write.ts";
import { writeOgg } from "./ogg/write.ts";
import type { Codec, Track } from "./reader.ts";
import { writeWav } from "./wav/write.ts";

/** Which stretch of a track a part holds, in its ticks. */
export interface Stretch {
  from: number;
  to: number;
  /** Expected size of the file, to allocate it once. */
  bytes: number;
}

/** A file made of copied packets. `start` is the tick of its first audible sample, `end` that after its last. */
export interface WrittenPart {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/** Takes a part's packets in order, beginning with its pre-roll. */
export interface PartWriter {
  add(data: Uint8Array, start: number, end: number, ticks: number, duration: number): void;
  finish(): WrittenPart;
}

interface Output {
  extension: string;
  type: string;
  write(track: Track, stretch: Stretch): PartWriter;
  /** Ticks before the first audible sample that a decoder needs to be in tune. */
  preRoll(track: Pick<Track, "timescale" | "sampleRate">): number;
}

/** The file each codec is put into, all of them read by the usual speech services. */
export const OUTPUTS: Record<Codec, Output> = {
  // RFC 7845 §4.6: 80 ms until the decoder has converged.
  opus: {
    extension: "ogg",
    type: "audio/ogg",
    write: writeOgg,
    preRoll: ({ timescale }) => 0.08 * timescale,
  },
  // The first packet only primes the overlap of the next one, which gives at most 4096 samples.
  vorbis: { extension: "ogg", type: "audio/ogg", write: writeOgg, preRoll: () => 4096 },
  // Up to 511 bytes of the bit reservoir, and the overlap of the hybrid filter bank.
  mp3: {
    extension: "mp3",
    type: "audio/mpeg",
    write: writeMp3,
    preRoll: ({ timescale, sampleRate }) =>
      Math.round(((sampleRate < 32_000 ? 576 : 1152) * 2.5 * timescale) / sampleRate),
  },
  // The overlap of the transform, and one more frame for spectral band replication.
  aac: {
    extension: "m4a",
    type: "audio/mp4",
    write: writeM4a,
    preRoll: ({ timescale, sampleRate }) => Math.round((1536 * timescale) / sampleRate),
  },
  alac: { extension: "m4a", type: "audio/mp4", write: writeM4a, preRoll: () => 0 },
  flac: { extension: "flac", type: "audio/flac", write: writeFlac, preRoll: () => 0 },
  pcm: { extension: "wav", type: "audio/wav", write: writeWav, preRoll: () => 0 },
};
