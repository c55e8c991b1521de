import type { Track } from "../reader.ts";
import { ByteSink } from "../sink.ts";
import type { PartWriter, Stretch } from "../writer.ts";
import { flacCrc8, readFlacHeader } from "./frame.ts";
import { flacCrc16 } from "./read.ts";

const HEAD_BYTES = 4 + 4 + 34;
/** STREAMINFO is block type 0; the high bit says that no other block follows. */
const LAST_STREAMINFO = 0x80;

/** Writes a FLAC file whose frames are numbered from zero. `setup` is the source's STREAMINFO. */
export function writeFlac(track: Track, stretch: Stretch): PartWriter {
  const sink = new ByteSink(stretch.bytes);
  sink.append(new Uint8Array(HEAD_BYTES));
  let first = -1;
  let samples = 0;
  let frames = 0;
  let startTicks = 0;
  let endTicks = 0;
  return {
    add(data, start, end, ticks, duration) {
      const header = readFlacHeader(data, start);
      if (!header) return;
      if (first < 0) {
        first = start;
        startTicks = ticks;
      }
      appendFrame(sink, data, start, end, header.isVariable ? samples : frames, header);
      samples += header.samples;
      frames += 1;
      endTicks = ticks + duration;
    },
    finish() {
      const file = sink.bytes();
      file.set([0x66, 0x4c, 0x61, 0x43, LAST_STREAMINFO, 0, 0, 34]);
      const info = track.setup.slice(0, 34);
      const view = new DataView(info.buffer);
      // Frame sizes and the sum of the sound are those of the source: zero means unknown. The length is ours.
      info.fill(0, 4, 10);
      info.fill(0, 18, 34);
      view.setUint8(13, (view.getUint8(13) & 0xf0) | Math.floor(samples / 2 ** 32));
      view.setUint32(14, samples % 2 ** 32);
      file.set(info, 8);
      return { bytes: file, start: startTicks, end: endTicks };
    },
  };
}

/** Copies one frame with another number. Its checksum is updated by what changed, not computed over the sound again. */
function appendFrame(
  sink: ByteSink,
  data: Uint8Array,
  start: number,
  end: number,
  number: number,
  { bytes: oldBytes, numberBytes }: { bytes: number; numberBytes: number },
): void {
  const coded = codeNumber(number);
  const tail = data.subarray(start + 4 + numberBytes, start + oldBytes - 1);
  const header = new Uint8Array(4 + coded.length + tail.length + 1);
  header.set(data.subarray(start, start + 4));
  header.set(coded, 4);
  header.set(tail, 4 + coded.length);
  header[header.length - 1] = flacCrc8(header, 0, header.length - 1);
  const bodyBytes = end - 2 - (start + oldBytes);
  const stored = ((data[end - 2] ?? 0) << 8) | (data[end - 1] ?? 0);
  const change = flacCrc16(data, start, start + oldBytes) ^ flacCrc16(header, 0, header.length);
  const crc = stored ^ shiftCrc(change, bodyBytes);
  sink.append(header);
  sink.append(data, start + oldBytes, end - 2);
  sink.append(Uint8Array.of(crc >> 8, crc & 255));
}

/** Codes a number as FLAC does (RFC 9639 §9.1.5): UTF-8, stretched to 36 bits. */
function codeNumber(number: number): Uint8Array {
  if (number < 0x80) return Uint8Array.of(number);
  let extra = 1;
  while (extra < 6 && number >= 2 ** (6 * extra + 6 - extra)) extra += 1;
  const coded = new Uint8Array(extra + 1);
  let rest = number;
  for (let i = extra; i > 0; i -= 1) {
    coded[i] = 0x80 | (rest % 64);
    rest = Math.floor(rest / 64);
  }
  coded[0] = ((0xff00 >> (extra + 1)) & 0xff) | rest;
  return coded;
}

/** What a difference in the checksum becomes after `count` more bytes: times x^(8·count) modulo the polynomial. */
function shiftCrc(crc: number, count: number): number {
  let result = crc;
  let power = 0x100;
  for (let left = count; left > 0; left = Math.floor(left / 2)) {
    if (left & 1) result = multiply(result, power);
    power = multiply(power, power);
  }
  return result;
}

function multiply(a: number, b: number): number {
  let product = 0;
  for (let bit = 15; bit >= 0; bit -= 1) {
    product = product & 0x8000 ? ((product << 1) ^ 0x18005) & 0xffff : product << 1;
    if ((b >> bit) & 1) product ^= a;
  }
  return product;
}
