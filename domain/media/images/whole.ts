import type { ImageKind } from "./sniff.ts";

/** As many of the last bytes as `isWhole` wants to see: some cameras put a preview or notes after the picture's end. */
export const TAIL_BYTES = 64 * 1024;

/**
 * Whether a file reaches its own end: JPEG's end marker, PNG's last chunk, WebP's length. It tells a file that was cut
 * short; damage in the middle only shows when the pixels are read.
 */
export function isWhole(kind: ImageKind, head: Uint8Array, tail: Uint8Array, length: number): boolean {
  switch (kind) {
    case "jpeg":
      for (let i = tail.length - 2; i >= 0; i--) if (tail[i] === 0xff && tail[i + 1] === 0xd9) return true;
      return false;
    case "png":
      for (let i = tail.length - 8; i >= 0; i--)
        if (String.fromCharCode(...tail.subarray(i, i + 4)) === "IEND") return true;
      return false;
    case "webp":
      return head.length >= 8 && new DataView(head.buffer, head.byteOffset).getUint32(4, true) + 8 <= length;
    default:
      return false;
  }
}
