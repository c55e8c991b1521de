import { AAC_SAMPLE_RATES } from "../adts/frame.ts";

/** AudioSpecificConfig for plain object types (ISO/IEC 14496-3, 1.6.2.1): type, rate and channels in two bytes. */
export function audioConfig(objectType: number, rateIndex: number, channelConfig: number): Uint8Array {
  return Uint8Array.of((objectType << 3) | (rateIndex >> 1), ((rateIndex & 1) << 7) | (channelConfig << 3));
}

export interface AacFormat {
  /** Rate of the coded frames; decoders may output twice as much (spectral band replication). */
  sampleRate: number;
  channels: number;
  /** Samples per frame at `sampleRate`. */
  frameSamples: number;
}

/** Reads an AudioSpecificConfig; null when it makes no sense. */
export function readAudioConfig(config: Uint8Array): AacFormat | null {
  const bits = new BitReader(config, 0, config.length);
  let type = bits.read(5);
  if (type === 31) type = 32 + bits.read(6);
  const rateIndex = bits.read(4);
  const sampleRate = rateIndex === 15 ? bits.read(24) : (AAC_SAMPLE_RATES[rateIndex] ?? 0);
  const channelConfig = bits.read(4);
  // Explicit SBR and PS put the core's own type after the extension's rate.
  if (type === 5 || type === 29) {
    if (bits.read(4) === 15) bits.read(24);
    type = bits.read(5);
  }
  if (type === 0 || sampleRate === 0) return null;
  const isShort = bits.read(1) === 1;
  const frameSamples = type === 23 || type === 39 ? (isShort ? 480 : 512) : isShort ? 960 : 1024;
  return { sampleRate, channels: channelConfig === 7 ? 8 : channelConfig || 2, frameSamples };
}

/** Frames this small, per channel, hold nothing: digital silence. Their gain says nothing either. */
const SILENT_BYTES = 12;

/**
 * Loudness of a raw AAC-LC frame without decoding: its first channel's `global_gain` (ISO/IEC 14496-3, 4.4.2), 0–255.
 * Tiny frames are silence whatever their gain. Falls back to the frame's size where the gain cannot be found.
 */
export function aacLoudness(data: Uint8Array, start: number, end: number, channels: number): number {
  if (end - start <= SILENT_BYTES * channels) return 0;
  const bits = new BitReader(data, start, end);
  for (let elements = 0; elements < 8; elements += 1) {
    const id = bits.read(3);
    if (id === 0 || id === 3) {
      bits.read(4);
      return bits.read(8);
    }
    if (id === 1) {
      bits.read(4);
      if (bits.read(1) === 1) skipCommonWindow(bits);
      return bits.read(8);
    }
    if (id === 6) {
      let count = bits.read(4);
      if (count === 15) count += bits.read(8) - 1;
      bits.skip(count * 8);
    } else if (id === 4) {
      bits.read(4);
      const isAligned = bits.read(1) === 1;
      let count = bits.read(8);
      if (count === 255) count += bits.read(8);
      if (isAligned) bits.align();
      bits.skip(count * 8);
    } else break;
  }
  return Math.min(254, Math.round(16 * Math.log2(1 + end - start)));
}

/** `ics_info` and the mid/side mask, shared by both channels of a pair. */
function skipCommonWindow(bits: BitReader): void {
  bits.read(1);
  const isShort = bits.read(2) === 2;
  bits.read(1);
  const bands = bits.read(isShort ? 4 : 6);
  let groups = 1;
  if (isShort) {
    for (let i = 0; i < 7; i += 1) groups += 1 - bits.read(1);
  } else bits.read(1);
  if (bits.read(2) === 1) bits.skip(bands * groups);
}

class BitReader {
  readonly #data: Uint8Array;
  readonly #origin: number;
  readonly #end: number;
  #bit: number;

  constructor(data: Uint8Array, start: number, end: number) {
    this.#data = data;
    this.#origin = start * 8;
    this.#bit = start * 8;
    this.#end = end * 8;
  }

  /** Bits past the end read as zero. */
  read(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i += 1, this.#bit += 1) {
      const bit =
        this.#bit < this.#end ? ((this.#data[this.#bit >> 3] ?? 0) >> (7 - (this.#bit & 7))) & 1 : 0;
      value = (value << 1) | bit;
    }
    return value;
  }

  skip(count: number): void {
    this.#bit += count;
  }

  align(): void {
    this.#bit += (8 - ((this.#bit - this.#origin) & 7)) & 7;
  }
}
