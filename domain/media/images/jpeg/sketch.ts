import type { Sketch } from "../sketch.ts";
import { type Kept, readBlocks, readScan, unitsOf } from "./scan.ts";
import { type Frame, isDctFrame, readFrame, walkSegments } from "./segments.ts";
import { noTables, takeTables } from "./tables.ts";

/**
 * A JPEG at an eighth of its size: only the mean of each block of 8×8 pixels is rebuilt, and its waves are summed up.
 * That takes two bytes per block instead of 256, so that 48 megapixels fit in 1.5 MB. The refinements of a progressive
 * picture are left out: they only sharpen what is known. Null when the pixels cannot be read: arithmetic coding, lossless
 * or 12-bit frames, damage before the end.
 */
export function sketchJpeg(bytes: Uint8Array): Sketch | null {
  const tables = noTables();
  let frame: Frame | null = null;
  let kept: Kept | null = null;
  let quantOfLuma = 0;
  for (let at: number | null = 2; at !== null; ) {
    let scanAt: number | null = null;
    for (const segment of walkSegments(bytes, at)) {
      const { marker, from, to } = segment;
      if (to > bytes.length) return null;
      if (marker === 0xda) {
        scanAt = from;
        at = to;
        break;
      }
      takeTables(tables, bytes, segment);
      const found = readFrame(bytes, segment);
      if (!found) continue;
      const [luma] = found.components;
      if (!luma || !isDctFrame(marker) || bytes[from] !== 8) return null;
      frame = found;
      quantOfLuma = bytes[from + 8] ?? 0;
      const { all } = unitsOf(found);
      const across = all.across * luma.h;
      kept = { means: new Int16Array(across * all.down * luma.v), across, coarse: 0, fine: 0 };
    }
    if (scanAt === null || !frame || !kept) break;
    const scan = readScan(bytes, scanAt, frame, tables);
    if (scan.high === 0) {
      const quant = tables.quants.get(quantOfLuma);
      const read = readBlocks(bytes, at, scan, frame, { restartEvery: tables.restartEvery, quant, kept });
      if (!read.whole) return null;
      at = read.at;
    }
    at = nextMarker(bytes, at);
  }
  return frame && kept ? asSketch(frame, kept, tables.quants.get(quantOfLuma)?.[0] ?? 1) : null;
}

function asSketch(frame: Frame, { means, across, coarse, fine }: Kept, quant: number): Sketch {
  const width = Math.ceil(frame.width / 8);
  const height = Math.ceil(frame.height / 8);
  const luma = new Uint8Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      luma[y * width + x] = Math.min(255, Math.max(0, ((means[y * across + x] ?? 0) * quant) / 8 + 128));
  // An even surface has no detail to be sharp.
  const even = (fine + coarse) / luma.length < EVEN;
  return { luma, width, height, sharpness: even ? null : fine / (fine + coarse) };
}

/** Sum of the waves in a block, on the scale of its pixels: less than this is compression's, not the picture's. */
const EVEN = 1;

/** Where the next segment begins; null at the picture's end. */
function nextMarker(bytes: Uint8Array, from: number): number | null {
  for (let i = from; i + 1 < bytes.length; i++) {
    const marker = bytes[i + 1] ?? 0;
    if (bytes[i] !== 0xff || marker === 0 || marker === 0xff || (marker >= 0xd0 && marker <= 0xd7)) continue;
    return marker === 0xd9 ? null : i;
  }
  return null;
}
