import { hasText } from "../sniff.ts";
import type { Mp3Header } from "./frame.ts";

/** What the silent first frame of many MP3 files says (Xing/Info with the LAME extension, or VBRI). */
export interface Mp3Info {
  /** Samples the decoder should drop at the start, its own 529 included; 0 when not said. */
  delay: number;
  /** Samples to drop at the end. */
  padding: number;
  frames: number | null;
}

/** A decoder's own delay, which LAME's figure does not include. */
export const DECODER_DELAY = 529;

/** Reads the info frame at `at`; null when the frame holds sound. */
export function readMp3Info(bytes: Uint8Array, at: number, header: Mp3Header): Mp3Info | null {
  if (hasText(bytes, at + 36, "VBRI")) return { delay: 0, padding: 0, frames: readU32(bytes, at + 36 + 14) };
  const tag = [at + header.sideAt + header.sideBytes, at + 4 + header.sideBytes].find(
    (place) => hasText(bytes, place, "Xing") || hasText(bytes, place, "Info"),
  );
  if (tag === undefined) return null;
  const flags = bytes[tag + 7] ?? 0;
  let place = tag + 8;
  const frames = flags & 1 ? readU32(bytes, place) : null;
  place += (flags & 1 ? 4 : 0) + (flags & 2 ? 4 : 0) + (flags & 4 ? 100 : 0) + (flags & 8 ? 4 : 0);
  const frameEnd = at + header.bytes;
  const hasLame = place + 24 <= frameEnd && (bytes[place] ?? 0) > 32;
  if (!hasLame) return { delay: 0, padding: 0, frames };
  const [a = 0, b = 0, c = 0] = bytes.subarray(place + 21, place + 24);
  const delay = (a << 4) | (b >> 4);
  const padding = ((b & 15) << 8) | c;
  if (delay === 0 && padding === 0) return { delay: 0, padding: 0, frames };
  return { delay: delay + DECODER_DELAY, padding: Math.max(0, padding - DECODER_DELAY), frames };
}

function readU32(bytes: Uint8Array, at: number): number {
  return (
    (((bytes[at] ?? 0) << 24) |
      ((bytes[at + 1] ?? 0) << 16) |
      ((bytes[at + 2] ?? 0) << 8) |
      (bytes[at + 3] ?? 0)) >>>
    0
  );
}
