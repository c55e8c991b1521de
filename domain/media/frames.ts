import type { Cursor } from "./cursor.ts";
import type { Damage } from "./reader.ts";
import { hasText, id3Bytes } from "./sniff.ts";

export interface FrameHeader {
  bytes: number;
  samples: number;
  kind: number;
}
export type ReadFrameHeader<H extends FrameHeader> = (bytes: Uint8Array, at: number) => H | null;

/** Bytes that any header of the kinds walked here fits in. */
const HEADER_BYTES = 16;

/**
 * Steps through a stream of self-describing frames (MP3, ADTS) and calls `take` with the cursor on each whole frame.
 * Tags between frames are passed over. Other bytes that are no frame are passed over and reported: a new frame is believed
 * when another of its kind follows it.
 */
export async function walkFrames<H extends FrameHeader>(
  cursor: Cursor,
  readHeader: ReadFrameHeader<H>,
  kind: number,
  take: (header: H) => boolean,
): Promise<Damage | null> {
  let damage: Damage | null = null;
  let isLost = false;
  for (;;) {
    const hasRoom = await cursor.need(HEADER_BYTES);
    if (!hasRoom && cursor.left < 4) return damage;
    const header = readHeader(cursor.buffer, cursor.at);
    if (!header || header.kind !== kind) {
      const tag = await tagBytes(cursor);
      if (tag > 0) cursor.skip(tag);
      else {
        // Padding after the last frame is common and harmless; it is damage only when frames follow.
        isLost = true;
        const next = cursor.buffer.indexOf(0xff, cursor.at + 1);
        cursor.at = next < 0 ? cursor.buffer.length : next;
      }
      continue;
    }
    if (!(await cursor.need(header.bytes))) {
      if (isLost) {
        cursor.at += 1;
        continue;
      }
      return damage ?? "truncated";
    }
    if (isLost) {
      await cursor.need(header.bytes + HEADER_BYTES);
      const following = readHeader(cursor.buffer, cursor.at + header.bytes);
      if (following?.kind !== kind && cursor.left > header.bytes) {
        cursor.at += 1;
        continue;
      }
      isLost = false;
      damage = "corrupt";
    }
    if (!take(header)) return damage;
    cursor.at += header.bytes;
  }
}

/** Length of an ID3v2, ID3v1, APE or Lyrics tag at the cursor, 0 when there is none. */
async function tagBytes(cursor: Cursor): Promise<number> {
  const { buffer, at } = cursor;
  if (hasText(buffer, at, "ID3")) return id3Bytes(buffer.subarray(at, at + 10));
  if (hasText(buffer, at, "TAG") && cursor.left <= 128 + 32 && !(await cursor.need(129))) return cursor.left;
  if (hasText(buffer, at, "APETAGEX") && (await cursor.need(32))) {
    const size = new DataView(cursor.buffer.buffer, cursor.buffer.byteOffset + cursor.at + 12, 4).getUint32(
      0,
      true,
    );
    return size + 32;
  }
  return 0;
}
