import type { MeasureLoudness } from "../loudness.ts";
import type { Track } from "../reader.ts";

/** Levels of this many samples give the power of a piece well enough. */
const SAMPLES_HEARD = 256;
/** Steps of the curve per decibel, from -96 dB up. */
const STEPS_PER_DB = 2.6;

/**
 * Level of plain samples: the power of one channel, in steps of 0.4 dB above -96 dB.
 * ADPCM blocks begin with the step width that their coder had reached, which follows the level.
 */
export function pcmLoudness({ setup }: Track): MeasureLoudness {
  const format = new DataView(setup.buffer, setup.byteOffset, setup.byteLength);
  const declared = format.getUint16(0, true);
  const tag = declared === 0xfffe && setup.length >= 26 ? format.getUint16(24, true) : declared;
  const blockBytes = format.getUint16(12, true);
  const channels = format.getUint16(2, true);
  if (tag === 2) {
    return (data, start) => {
      const at = start + channels;
      const width = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8);
      return Math.min(254, Math.round(16 * Math.log2(1 + width)));
    };
  }
  if (tag === 0x11) return (data, start) => Math.min(254, 2 * (data[start + 2] ?? 0));
  const readSample = sampleReader(tag, format.getUint16(14, true));
  if (!readSample) return () => 0;
  return (data, start, end) => {
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    const frames = Math.floor((end - start) / blockBytes);
    const stride = Math.max(1, Math.floor(frames / SAMPLES_HEARD)) * blockBytes;
    let power = 0;
    let mean = 0;
    let count = 0;
    for (let at = start; at + blockBytes <= end; at += stride) {
      const value = readSample(view, at);
      power += value * value;
      mean += value;
      count += 1;
    }
    const variance = count > 0 ? power / count - (mean / count) ** 2 : 0;
    const decibels = 10 * Math.log10(Math.max(variance, 1e-10));
    return Math.min(254, Math.max(0, Math.round((decibels + 96) * STEPS_PER_DB)));
  };
}

/** Reads one little-endian sample as -1…1; null for formats whose samples cannot be told apart. */
function sampleReader(tag: number, bits: number): ((view: DataView, at: number) => number) | null {
  if (tag === 3)
    return bits === 64 ? (view, at) => view.getFloat64(at, true) : (view, at) => view.getFloat32(at, true);
  // The logarithmic laws: sign, exponent, mantissa; the exponent is near enough.
  if (tag === 6) return (view, at) => companded(view.getUint8(at) ^ 0x55);
  if (tag === 7) return (view, at) => companded(~view.getUint8(at) & 0xff);
  if (tag !== 1) return null;
  if (bits === 8) return (view, at) => (view.getUint8(at) - 128) / 128;
  if (bits === 16) return (view, at) => view.getInt16(at, true) / 32_768;
  if (bits === 24) return (view, at) => view.getInt16(at + 1, true) / 32_768;
  return bits === 32 ? (view, at) => view.getInt32(at, true) / 2 ** 31 : null;
}

function companded(code: number): number {
  const level = 2 ** ((code >> 4) & 7) * (16 + (code & 15)) - 16;
  return (code & 128 ? level : -level) / 4096;
}
