import type { Container } from "./sniff.ts";

export type Codec = "opus" | "vorbis" | "mp3" | "aac" | "alac" | "pcm" | "flac";

/** What is damaged in a recording that can still be used: it ends early, or pieces inside are unreadable. */
export type Damage = "truncated" | "corrupt";

/** The one sound track we take out of a recording. */
export interface Track {
  container: Container;
  codec: Codec;
  /** Ticks per second in which packets are timed: 48000 for Opus, otherwise the sample rate or the container's scale. */
  timescale: number;
  sampleRate: number;
  channels: number;
  hasVideo: boolean;
  /** What a decoder needs before the first packet; its form is the writer's: see `write` of each codec. */
  setup: Uint8Array;
}

/**
 * A place where reading may begin. `position` is a byte offset (a page, frame or cluster), or a sample number in MP4 tables;
 * `ticks` is when the first packet there begins. Tick 0 is the first audible sample: priming lies before it.
 */
export interface Mark {
  position: number;
  ticks: number;
}

/** One packet lies in `data[start, end)`; it is only valid during the call. Return false to stop. */
export type VisitPacket = (
  data: Uint8Array,
  start: number,
  end: number,
  ticks: number,
  duration: number,
) => boolean;

export interface Walk {
  /** Read no further than this position. */
  until?: number;
  visit: VisitPacket;
  /** Called before the packet it speaks of. */
  mark?: (position: number, ticks: number) => void;
}

export interface WalkEnd {
  /** When the last audible sample ends; less than the packets' sum where the file trims its end. */
  ticks: number;
  damage: Damage | null;
}

/** Where every packet is known without reading them: arithmetic (PCM) or sample tables (MP4). */
export interface PacketTable {
  end: WalkEnd;
  markAt(ticks: number): Mark;
  /** Bytes of sound before `ticks`. */
  payloadAt(ticks: number): number;
}

/** One opened recording. Opening reads only its head; `walk` reads sound, from a mark on. */
export interface Reader {
  track: Track;
  first: Mark;
  walk(from: Mark, walk: Walk): Promise<WalkEnd>;
  /** Present where no scan is needed to find packets. */
  loadTable?(): Promise<PacketTable>;
}

/** A sound recording with more channels or a wilder rate is not one; such numbers come from broken bytes. */
export function isPlausibleFormat(sampleRate: number, channels: number): boolean {
  return sampleRate >= 1000 && sampleRate <= 768_000 && channels >= 1 && channels <= 32;
}
