import type { Inspection } from "./inspect.ts";
import type { Mark } from "./reader.ts";

/** Seconds between marks: what is read in vain at both ends of a part. */
export const MARK_SECONDS = 2;

/** All that is needed to plan parts: small, and good for any number of plans. */
export interface AudioOutline {
  about: Inspection;
  /** Size of the file. */
  bytes: number;
  timescale: number;
  /** The last audible tick. */
  endTicks: number;
  /** Where reading may begin, about every two seconds, and how many bytes of sound lie before. */
  marks: MarkTable;
  /** One value every `LOUDNESS_STEP`, 0–254, `UNHEARD` where nobody listened. */
  loudness: Uint8Array;
}

export interface MarkTable {
  positions: Float64Array;
  ticks: Float64Array;
  payload: Float64Array;
  /** Bytes of sound in all. */
  totalPayload: number;
}

/** Index of the last mark at or before `ticks` (the first one if all lie behind it). */
export function markBefore({ ticks: marks }: MarkTable, ticks: number): number {
  let low = 0;
  let high = marks.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((marks[middle] ?? 0) <= ticks) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function markAt(marks: MarkTable, index: number): Mark {
  return { position: marks.positions[index] ?? 0, ticks: marks.ticks[index] ?? 0 };
}

/** An upper bound of the sound bytes between two times in ticks. */
export function payloadBetween(marks: MarkTable, from: number, to: number): number {
  const next = markBefore(marks, to) + 1;
  const until = next < marks.payload.length ? (marks.payload[next] ?? 0) : marks.totalPayload;
  return until - (marks.payload[markBefore(marks, from)] ?? 0);
}

/** Version of the encoding below; stored outlines of another version are made anew. */
const VERSION = 1;

/** Packs an outline for storage: a 90-minute recording takes about 170 KB. */
export function encodeOutline(outline: AudioOutline): Uint8Array {
  const { marks, loudness, ...rest } = outline;
  const head = new TextEncoder().encode(
    JSON.stringify({
      version: VERSION,
      ...rest,
      marks: marks.positions.length,
      totalPayload: marks.totalPayload,
    }),
  );
  const deltas: number[] = [];
  let previous = [0, 0, 0];
  marks.positions.forEach((position, i) => {
    const row = [position, marks.ticks[i] ?? 0, marks.payload[i] ?? 0];
    row.forEach((value, column) => {
      pushVarint(deltas, value - (previous[column] ?? 0));
    });
    previous = row;
  });
  const bytes = new Uint8Array(8 + head.length + deltas.length + loudness.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, head.length);
  view.setUint32(4, deltas.length);
  bytes.set(head, 8);
  bytes.set(deltas, 8 + head.length);
  bytes.set(loudness, 8 + head.length + deltas.length);
  return bytes;
}

/** Unpacks an outline; null when the bytes are of another version or broken. */
export function decodeOutline(bytes: Uint8Array): AudioOutline | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headBytes = view.getUint32(0);
  const deltaBytes = view.getUint32(4);
  if (8 + headBytes + deltaBytes > bytes.length) return null;
  let head: { version: number; marks: number; totalPayload: number } & Omit<
    AudioOutline,
    "marks" | "loudness"
  >;
  try {
    head = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headBytes)));
  } catch {
    return null;
  }
  if (head?.version !== VERSION || !(head.marks <= deltaBytes)) return null;
  const { version: _, marks: count, totalPayload, ...rest } = head;
  const columns = [new Float64Array(count), new Float64Array(count), new Float64Array(count)] as const;
  const reader = { bytes: bytes.subarray(8 + headBytes, 8 + headBytes + deltaBytes), at: 0 };
  for (let i = 0; i < count; i += 1) {
    for (const column of columns) column[i] = (i > 0 ? (column[i - 1] ?? 0) : 0) + readVarint(reader);
  }
  const [positions, ticks, payload] = columns;
  const loudness = bytes.slice(8 + headBytes + deltaBytes);
  return { ...rest, marks: { positions, ticks, payload, totalPayload }, loudness };
}

/** Zigzag, seven bits a byte; exact up to 2^52. */
function pushVarint(out: number[], value: number): void {
  let rest = value < 0 ? -2 * value - 1 : 2 * value;
  while (rest >= 128) {
    out.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  out.push(rest);
}

function readVarint(reader: { bytes: Uint8Array; at: number }): number {
  let value = 0;
  let unit = 1;
  for (let i = 0; i < 8; i += 1) {
    const byte = reader.bytes[reader.at] ?? 0;
    reader.at += 1;
    value += (byte & 127) * unit;
    unit *= 128;
    if (byte < 128) break;
  }
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}
