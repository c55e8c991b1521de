import type { Track } from "../reader.ts";
import { ByteSink } from "../sink.ts";
import type { PartWriter, Stretch } from "../writer.ts";
import { readMp3Header } from "./frame.ts";
import { DECODER_DELAY } from "./info.ts";

/** Xing tag with frames, bytes, seek table and quality (8 + 4 + 4 + 100 + 4), then LAME's 36 bytes. */
const INFO_BYTES = 120 + 36;
/** Delay and padding are 12-bit fields. */
const MAX_DELAY = 4095;

/**
 * Writes an MP3 whose first frame says how many frames follow and which samples at its ends are not to be heard.
 * The bit reservoir of the first frames lies before the file: decoders are silent there, and the pre-roll covers it.
 */
export function writeMp3(track: Track, stretch: Stretch): PartWriter {
  const sink = new ByteSink(stretch.bytes);
  const scale = track.timescale / track.sampleRate;
  let info: Uint8Array = new Uint8Array(0);
  let frames = 0;
  let first = 0;
  let end = 0;
  let samples = 0;
  return {
    add(data, start, stop, ticks, duration) {
      if (frames === 0) {
        first = ticks;
        info = makeInfoFrame(data, start);
        sink.append(info);
      }
      samples += Math.round(duration / scale);
      end = ticks + duration;
      frames += 1;
      sink.append(data, start, stop);
    },
    finish() {
      const file = sink.bytes();
      const skip = Math.round((stretch.from - first) / scale);
      const delay = skip - DECODER_DELAY;
      const surplus = Math.max(0, Math.round((end - stretch.to) / scale));
      const isGapless = delay >= 0 && delay <= MAX_DELAY;
      if (info.length > 0) {
        const padding = Math.min(MAX_DELAY, surplus + DECODER_DELAY, samples);
        fillInfoFrame(file, info.length, frames, isGapless ? { delay, padding } : null);
      }
      return isGapless
        ? { bytes: file, start: stretch.from, end: Math.min(end, stretch.to) }
        : { bytes: file, start: first, end };
    },
  };
}

/** A silent frame like the one at `at`, at the lowest bit rate that has room for the tag. */
function makeInfoFrame(data: Uint8Array, at: number): Uint8Array {
  const header = data.slice(at, at + 4);
  // No CRC, no padding.
  header[1] = (header[1] ?? 0) | 1;
  for (let rate = 1; rate < 15; rate += 1) {
    header[2] = (rate << 4) | ((header[2] ?? 0) & 0x0c);
    const read = readMp3Header(header, 0);
    if (!read || read.bytes < 4 + read.sideBytes + INFO_BYTES) continue;
    const frame = new Uint8Array(read.bytes);
    frame.set(header);
    return frame;
  }
  return new Uint8Array(0);
}

function fillInfoFrame(
  file: Uint8Array,
  infoBytes: number,
  frames: number,
  trim: { delay: number; padding: number } | null,
): void {
  const header = readMp3Header(file, 0);
  if (!header) return;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const tag = 4 + header.sideBytes;
  file.set(latin1("Xing"), tag);
  view.setUint32(tag + 4, 0x0f);
  view.setUint32(tag + 8, frames);
  view.setUint32(tag + 12, file.length);
  const sound = file.length - infoBytes;
  for (let i = 0; i < 100; i += 1)
    file[tag + 16 + i] = Math.floor(((infoBytes + (sound * i) / 100) / file.length) * 256);
  view.setUint32(tag + 116, 0);
  if (!trim) return;
  const lame = tag + 120;
  file.set(latin1("LAME3.100"), lame);
  const packed = (trim.delay << 12) | trim.padding;
  file.set([packed >> 16, (packed >> 8) & 255, packed & 255], lame + 21);
  view.setUint32(lame + 28, file.length);
  view.setUint16(lame + 34, crc16(file, lame + 34));
}

function latin1(text: string): number[] {
  return [...text].map((letter) => letter.charCodeAt(0));
}

/** CRC-16 with the reflected polynomial 0xa001, as LAME ends its tag. */
function crc16(bytes: Uint8Array, end: number): number {
  let crc = 0;
  for (let at = 0; at < end; at += 1) {
    crc ^= bytes[at] ?? 0;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >> 1) ^ 0xa001 : crc >> 1;
  }
  return crc;
}
