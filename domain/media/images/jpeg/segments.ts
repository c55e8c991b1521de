import { readOrientation } from "../exif.ts";

/** One colour component of a frame, and how many of its blocks are in one unit, across and down. */
export interface Component {
  id: number;
  h: number;
  v: number;
}

export interface Frame {
  width: number;
  height: number;
  progressive: boolean;
  components: Component[];
}

/** A segment, and where its payload begins and ends. */
export interface Segment {
  marker: number;
  from: number;
  to: number;
}

const SOS = 0xda;
const APP1 = 0xe1;

/** Walks the segments from `at`. The last one is the start of a scan; there is none when the picture ends before it. */
export function* walkSegments(bytes: Uint8Array, at = 2): Generator<Segment> {
  for (let i = at; i + 4 <= bytes.length; ) {
    const marker = bytes[i + 1] ?? 0;
    if (bytes[i] !== 0xff || marker === 0xd9) return;
    // A fill byte; markers that stand alone.
    if (marker === 0xff) i += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) i += 2;
    else {
      const length = ((bytes[i + 2] ?? 0) << 8) | (bytes[i + 3] ?? 0);
      if (length < 2) return;
      yield { marker, from: i + 4, to: i + 2 + length };
      if (marker === SOS) return;
      i += 2 + length;
    }
  }
}

/** Frames of Huffman-coded DCT blocks (T.81, table B.1): baseline, extended, progressive. */
const DCT_FRAMES = [0xc0, 0xc1, 0xc2];
/** Lossless, hierarchical and arithmetic ones: their size is read, their pixels are not. */
const ODD_FRAMES = [0xc3, 0xc5, 0xc6, 0xc7, 0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf];

export const isDctFrame = (marker: number): boolean => DCT_FRAMES.includes(marker);

export function readFrame(bytes: Uint8Array, { marker, from, to }: Segment): Frame | null {
  if (!isDctFrame(marker) && !ODD_FRAMES.includes(marker)) return null;
  if (to > bytes.length || to - from < 6) return null;
  const components = Array.from({ length: bytes[from + 5] ?? 0 }, (_, i) => {
    const at = from + 6 + i * 3;
    const sampling = bytes[at + 1] ?? 0x11;
    return { id: bytes[at] ?? 0, h: sampling >> 4 || 1, v: sampling & 15 || 1 };
  });
  return {
    height: ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0),
    width: ((bytes[from + 3] ?? 0) << 8) | (bytes[from + 4] ?? 0),
    progressive: marker === 0xc2,
    components,
  };
}

/** Size and orientation of a JPEG, from its first bytes. Null when they do not tell. */
export function measureJpeg(head: Uint8Array): { width: number; height: number; orientation: number } | null {
  let orientation = 1;
  for (const segment of walkSegments(head)) {
    const { marker, from, to } = segment;
    if (marker === APP1 && String.fromCharCode(...head.subarray(from, from + 6)) === "Exif\0\0")
      orientation = readOrientation(head.subarray(from + 6, Math.min(to, head.length)));
    const frame = readFrame(head, segment);
    if (frame) return { width: frame.width, height: frame.height, orientation };
  }
  return null;
}
