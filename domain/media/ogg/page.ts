import type { Cursor } from "../cursor.ts";
import type { Damage } from "../reader.ts";
import { oggCrc } from "./crc.ts";

/** One page (RFC 3533 §6), lying in the cursor's buffer until it moves on. */
export interface OggPage {
  /** File position of the page. */
  position: number;
  /** Where it begins in the cursor's buffer. */
  at: number;
  segments: number;
  bodyAt: number;
  end: number;
  serial: number;
  sequence: number;
  continued: boolean;
  begins: boolean;
  ends: boolean;
}

const ZEROS = new Uint8Array(4);

export function hasValidChecksum(buffer: Uint8Array, page: OggPage): boolean {
  const { at, end } = page;
  const stored = readU32(buffer, at + 22);
  return oggCrc(oggCrc(oggCrc(0, buffer, at, at + 22), ZEROS, 0, 4), buffer, at + 26, end) === stored;
}

/** End of the last packet that ends on this page, in codec samples; -1 when none does. */
export function granuleOf(buffer: Uint8Array, page: OggPage): number {
  const low = readU32(buffer, page.at + 6);
  const high = readU32(buffer, page.at + 10);
  return low === 0xffffffff && high === 0xffffffff ? -1 : (high | 0) * 2 ** 32 + low;
}

/**
 * Moves to the next whole page and describes it; the caller moves the cursor past `end`. Null when there is none.
 * Bytes that are no page, and pages with a wrong checksum when `verify` is set, are passed over and reported.
 */
export async function nextPage(
  cursor: Cursor,
  verify: boolean,
  report: (damage: Damage) => void,
): Promise<OggPage | null> {
  let skipped = false;
  for (;;) {
    if (!(await cursor.need(27))) {
      if (skipped || cursor.left > 0) report("truncated");
      return null;
    }
    const { buffer, at } = cursor;
    if (
      buffer[at] !== 0x4f ||
      buffer[at + 1] !== 0x67 ||
      buffer[at + 2] !== 0x67 ||
      buffer[at + 3] !== 0x53
    ) {
      skipped = true;
      const next = buffer.indexOf(0x4f, at + 1);
      cursor.at = next < 0 ? buffer.length : next;
      continue;
    }
    const segments = buffer[at + 26] ?? 0;
    const hasTable = await cursor.need(27 + segments);
    let length = 27 + segments;
    for (let i = 0; i < segments; i += 1) length += cursor.buffer[cursor.at + 27 + i] ?? 0;
    if (hasTable && (await cursor.need(length))) {
      const page = describePage(cursor, segments, length);
      if (!verify || hasValidChecksum(cursor.buffer, page)) {
        if (skipped) report("corrupt");
        return page;
      }
    }
    // A flipped length looks like the end of the file; look for another page before believing it.
    skipped = true;
    cursor.at += 4;
  }
}

function describePage(cursor: Cursor, segments: number, length: number): OggPage {
  const { buffer, at } = cursor;
  const flags = buffer[at + 5] ?? 0;
  return {
    position: cursor.position,
    at,
    segments,
    bodyAt: at + 27 + segments,
    end: at + length,
    serial: readU32(buffer, at + 14),
    sequence: readU32(buffer, at + 18),
    continued: (flags & 1) !== 0,
    begins: (flags & 2) !== 0,
    ends: (flags & 4) !== 0,
  };
}

function readU32(bytes: Uint8Array, at: number): number {
  return (
    ((bytes[at] ?? 0) |
      ((bytes[at + 1] ?? 0) << 8) |
      ((bytes[at + 2] ?? 0) << 16) |
      ((bytes[at + 3] ?? 0) << 24)) >>>
    0
  );
}
