import { readOrientation } from "./exif.ts";
import { measureJpeg } from "./jpeg/segments.ts";
import type { ImageKind } from "./sniff.ts";

/** The size of a picture as it is to be seen: EXIF's orientation is applied. */
export interface ImageSize {
  width: number;
  height: number;
}

/** Reads the size from the first bytes of a file. Null when they do not tell it: then it is no picture. */
export function measureImage(kind: ImageKind, head: Uint8Array): ImageSize | null {
  const size =
    kind === "jpeg"
      ? measureJpeg(head)
      : kind === "png"
        ? measurePng(head)
        : kind === "webp"
          ? measureWebp(head)
          : null;
  if (!size || size.width < 1 || size.height < 1) return null;
  const { width, height, orientation } = size;
  return orientation >= 5 ? { width: height, height: width } : { width, height };
}

type Lying = ImageSize & { orientation: number };

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
const word = (bytes: Uint8Array, at: number): string => String.fromCharCode(...bytes.subarray(at, at + 4));

/** IHDR is the first chunk (PNG, 11.2.2); an eXIf chunk, where there is one, comes before the pixels. */
function measurePng(head: Uint8Array): Lying | null {
  if (head.length < 33 || word(head, 12) !== "IHDR") return null;
  const view = viewOf(head);
  let orientation = 1;
  for (let at = 8; at + 12 <= head.length; at += 12 + view.getUint32(at)) {
    const type = word(head, at + 4);
    if (type === "eXIf") orientation = readOrientation(head.subarray(at + 8, at + 8 + view.getUint32(at)));
    if (type === "IDAT") break;
  }
  return { width: view.getUint32(16), height: view.getUint32(20), orientation };
}

/** VP8X says it for the whole file; otherwise the one picture does (RFC 9649, 2.7 and 3.4; RFC 6386, 9.1). */
function measureWebp(head: Uint8Array): Lying | null {
  if (head.length < 30) return null;
  const view = viewOf(head);
  const upright = { orientation: 1 };
  switch (word(head, 12)) {
    case "VP8X": {
      const side = (at: number) => 1 + view.getUint16(at, true) + ((head[at + 2] ?? 0) << 16);
      return { width: side(24), height: side(27), ...upright };
    }
    case "VP8L": {
      const bits = view.getUint32(21, true);
      return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff), ...upright };
    }
    case "VP8 ":
      return {
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
        ...upright,
      };
    default:
      return null;
  }
}
