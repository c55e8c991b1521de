/** A picture small enough to be judged: its light and dark, and how sharp it is. */
export interface Sketch {
  /** One byte per pixel, row by row. */
  luma: Uint8Array;
  width: number;
  height: number;
  /** How much of the detail is fine: near 0 for a blur, whatever the picture shows. Null where that is not known. */
  sharpness: number | null;
}

/** Mean luma, 0 (black) to 255 (white). */
export function brightnessOf({ luma }: Pick<Sketch, "luma">): number {
  let sum = 0;
  for (const value of luma) sum += value;
  return luma.length === 0 ? 0 : sum / luma.length;
}

/**
 * 64 bits of what a picture looks like (dHash): in which places it gets darker to the right, on a grid of 9×8. The same
 * picture, saved smaller or harder compressed, differs in a few bits; another one in about 32.
 */
export function likenessOf({ luma, width, height }: Pick<Sketch, "luma" | "width" | "height">): string {
  const cells = new Float64Array(72);
  for (let row = 0; row < 8; row++)
    for (let column = 0; column < 9; column++)
      cells[row * 9 + column] = meanOf(luma, width, {
        left: (column * width) / 9,
        right: ((column + 1) * width) / 9,
        top: (row * height) / 8,
        bottom: ((row + 1) * height) / 8,
      });
  let hex = "";
  for (let row = 0; row < 8; row++) {
    let byte = 0;
    for (let column = 0; column < 8; column++) {
      const [here = 0, right = 0] = cells.subarray(row * 9 + column, row * 9 + column + 2);
      byte = (byte << 1) | (here > right ? 1 : 0);
    }
    hex += byte.toString(16).padStart(2, "0");
  }
  return hex;
}

/** In how many of 64 bits two likenesses differ. */
export function differenceOf(one: string, other: string): number {
  let different = BigInt(`0x${one}`) ^ BigInt(`0x${other}`);
  let bits = 0;
  for (; different > 0n; different >>= 1n) bits += Number(different & 1n);
  return bits;
}

interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

function meanOf(luma: Uint8Array, width: number, { left, right, top, bottom }: Box): number {
  let sum = 0;
  let count = 0;
  for (let y = Math.floor(top); y < Math.max(Math.floor(top) + 1, Math.floor(bottom)); y++)
    for (let x = Math.floor(left); x < Math.max(Math.floor(left) + 1, Math.floor(right)); x++) {
      sum += luma[y * width + x] ?? 0;
      count += 1;
    }
  return count === 0 ? 0 : sum / count;
}
