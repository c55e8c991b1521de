import { Cursor } from "../cursor.ts";
import {
  type Damage,
  isPlausibleFormat,
  type Mark,
  type Reader,
  type Walk,
  type WalkEnd,
} from "../reader.ts";
import { hasText, id3Bytes } from "../sniff.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { FLAC_HEADER_BYTES, type FlacHeader, readFlacHeader } from "./frame.ts";

export interface StreamInfo {
  minFrameBytes: number;
  sampleRate: number;
  channels: number;
}

/** STREAMINFO without its block header: 34 bytes (RFC 9639 §8.2). */
export function readStreamInfo(bytes: Uint8Array): StreamInfo {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return {
    minFrameBytes: view.getUint32(3) & 0xffffff,
    sampleRate: view.getUint32(10) >>> 12,
    channels: ((view.getUint8(12) >> 1) & 7) + 1,
  };
}

/** A gap longer than this between frame numbers is not a gap but a false header. */
const MAX_GAP_SECONDS = 600;
/** The longest frame: 65 535 samples, eight channels, 32 bits, and its headers. */
const MAX_FRAME_BYTES = 65_535 * 8 * 4 + 1024;

/** FLAC (RFC 9639). Frames do not tell their length: one ends where the next consecutive header begins. */
export async function openFlac(source: ByteSource): Promise<Reader> {
  const cursor = new Cursor(source, 0, { chunk: 16 * 1024 });
  await cursor.need(10);
  cursor.skip(id3Bytes(cursor.buffer));
  if (!(await cursor.need(4 + 4 + 34)) || !hasText(cursor.buffer, cursor.at, "fLaC"))
    throw new Unplayable("truncated beyond salvage");
  cursor.skip(4);
  const setup = cursor.buffer.slice(cursor.at + 4, cursor.at + 38);
  const info = readStreamInfo(setup);
  if (((cursor.buffer[cursor.at] ?? 0) & 127) !== 0 || !isPlausibleFormat(info.sampleRate, info.channels)) {
    throw new Unplayable("truncated beyond salvage");
  }
  for (let isLast = false; !isLast && (await cursor.need(4)); ) {
    const { buffer, at } = cursor;
    // Some files lie about the last block; sound starts with a frame header, which is no block type.
    if (buffer[at] === 0xff) break;
    isLast = (buffer[at] ?? 0) >= 128;
    cursor.skip(4 + (((buffer[at + 1] ?? 0) << 16) | ((buffer[at + 2] ?? 0) << 8) | (buffer[at + 3] ?? 0)));
  }
  const { sampleRate, channels } = info;
  return {
    track: {
      container: "flac",
      codec: "flac",
      timescale: sampleRate,
      sampleRate,
      channels,
      hasVideo: false,
      setup,
    },
    first: { position: cursor.position, ticks: 0 },
    walk: (from, walk) => walkFlac(source, info, from, walk),
  };
}

async function walkFlac(source: ByteSource, info: StreamInfo, from: Mark, walk: Walk): Promise<WalkEnd> {
  const cursor = new Cursor(source, from.position, walk.until === undefined ? {} : { limit: walk.until });
  let damage: Damage | null = null;
  let { ticks } = from;
  let isLost = false;
  for (;;) {
    if (!(await cursor.need(FLAC_HEADER_BYTES)) && cursor.left < 6) return { ticks, damage };
    const header = readFlacHeader(cursor.buffer, cursor.at);
    if (!header) {
      isLost = true;
      const next = cursor.buffer.indexOf(0xff, cursor.at + 1);
      cursor.at = next < 0 ? cursor.buffer.length : next;
      continue;
    }
    if (isLost) damage = "corrupt";
    isLost = false;
    const end = await findFrameEnd(cursor, header, info);
    if (end.isLastCut) return { ticks, damage: damage ?? "truncated" };
    if (end.hasGap) damage ??= "corrupt";
    walk.mark?.(cursor.position, ticks);
    if (!walk.visit(cursor.buffer, cursor.at, cursor.at + end.bytes, ticks, header.samples)) {
      return { ticks: ticks + header.samples, damage };
    }
    ticks += header.samples;
    cursor.at += end.bytes;
  }
}

/**
 * Length of the frame at the cursor. A header with the next number ends it; a higher number counts only when the sums of the
 * frame agree. The last frame ends with its own checksum where one fits, and is dropped as cut off where none does.
 */
async function findFrameEnd(cursor: Cursor, header: FlacHeader, info: StreamInfo) {
  const step = header.isVariable ? header.samples : 1;
  const maxGap = (MAX_GAP_SECONDS * info.sampleRate) / (header.isVariable ? 1 : header.samples);
  let tried = Math.max(info.minFrameBytes, header.bytes + 2);
  for (;;) {
    const hasMore = await cursor.need(tried + FLAC_HEADER_BYTES);
    const { buffer, at } = cursor;
    const next = buffer.indexOf(0xff, at + tried);
    if (next < 0 && hasMore && buffer.length - at < MAX_FRAME_BYTES) {
      tried = buffer.length - at;
      continue;
    }
    if (next < 0 || next + FLAC_HEADER_BYTES > buffer.length) {
      if (next >= 0 && (await cursor.need(next - at + FLAC_HEADER_BYTES))) continue;
      if (next >= 0 && next - at + 6 <= cursor.left) {
        const last = readFlacHeader(cursor.buffer, cursor.at + (next - at));
        if (last && last.number === header.number + step)
          return { bytes: next - at, hasGap: false, isLastCut: false };
        tried = next - at + 1;
        continue;
      }
      return endOfFile(cursor);
    }
    const following = readFlacHeader(buffer, next);
    if (following && following.isVariable === header.isVariable) {
      if (following.number === header.number + step)
        return { bytes: next - at, hasGap: false, isLastCut: false };
      const gap = following.number - header.number;
      if (gap > 0 && gap < maxGap && flacCrc16(buffer, at, next) === 0)
        return { bytes: next - at, hasGap: true, isLastCut: false };
    }
    tried = next - at + 1;
  }
}

/** The rest of the file is one frame if its checksum says so; tags of 128 bytes may follow it. */
function endOfFile(cursor: Cursor) {
  const { buffer, at } = cursor;
  for (const tail of [0, 128]) {
    const end = buffer.length - tail;
    if (end > at && flacCrc16(buffer, at, end) === 0)
      return { bytes: end - at, hasGap: false, isLastCut: false };
  }
  return { bytes: 0, hasGap: false, isLastCut: true };
}

const CRC16 = new Uint16Array(256);
for (let i = 0; i < 256; i += 1) {
  let crc = i << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  CRC16[i] = crc;
}

/** The frame checksum (RFC 9639 §9.3): zero over a whole frame with its checksum. */
export function flacCrc16(bytes: Uint8Array, start: number, end: number): number {
  let crc = 0;
  for (let at = start; at < end; at += 1)
    crc = ((crc << 8) & 0xffff) ^ (CRC16[(crc >> 8) ^ (bytes[at] ?? 0)] ?? 0);
  return crc;
}
