import type { RulerKind } from "./ruler-kinds.ts";

export interface WavOptions {
  codec: RulerKind["codec"];
  /** Hz */
  rate: number;
  channels: 1 | 2;
  /** With 64-bit sizes, EBU Tech 3306. */
  rf64: boolean;
}

const BYTES: Partial<Record<RulerKind["codec"], number>> = { pcm16: 2, pcm24: 3, f32: 4 };

/** A WAV file of mono samples, −1…1, the same in every channel. */
export function writeWav(
  sound: Iterable<Float32Array>,
  { codec, rate, channels, rf64 }: WavOptions,
): Uint8Array {
  const width = BYTES[codec];
  if (!width) throw new TypeError(`a WAV file has no ${codec}`);
  const data = Buffer.concat([...sound].map((samples) => encodeSamples(samples, width, channels)));
  return Buffer.concat([headerOf(data.length, width, rate, channels, rf64), data]);
}

function headerOf(length: number, width: number, rate: number, channels: number, rf64: boolean): Buffer {
  const wide = rf64 ? 36 : 0;
  const header = Buffer.alloc(44 + wide);
  const rest = 36 + wide + length;
  header.write(rf64 ? "RF64" : "RIFF", 0);
  header.writeUInt32LE(rf64 ? 0xffffffff : rest, 4);
  header.write("WAVE", 8);
  if (rf64) {
    header.write("ds64", 12);
    header.writeUInt32LE(28, 16);
    header.writeBigUInt64LE(BigInt(rest), 20);
    header.writeBigUInt64LE(BigInt(length), 28);
    header.writeBigUInt64LE(BigInt(length / (width * channels)), 36);
  }
  const at = 12 + wide;
  header.write("fmt ", at);
  header.writeUInt32LE(16, at + 4);
  header.writeUInt16LE(width === 4 ? 3 : 1, at + 8);
  header.writeUInt16LE(channels, at + 10);
  header.writeUInt32LE(rate, at + 12);
  header.writeUInt32LE(rate * channels * width, at + 16);
  header.writeUInt16LE(channels * width, at + 20);
  header.writeUInt16LE(width * 8, at + 22);
  header.write("data", at + 24);
  header.writeUInt32LE(rf64 ? 0xffffffff : length, at + 28);
  return header;
}

function encodeSamples(samples: Float32Array, width: number, channels: number): Buffer {
  const bytes = Buffer.alloc(samples.length * width * channels);
  let at = 0;
  for (const sample of samples) {
    for (let channel = 0; channel < channels; channel++) {
      if (width === 4) bytes.writeFloatLE(sample, at);
      else bytes.writeIntLE(Math.round(sample * (2 ** (8 * width - 1) - 1)), at, width);
      at += width;
    }
  }
  return bytes;
}
