import type { PictureSize } from "./picture.ts";

/** Letters of five by seven dots, a row in each number. */
const LETTERS: Record<string, readonly number[]> = {
  A: [14, 17, 17, 31, 17, 17, 17],
  B: [30, 17, 17, 30, 17, 17, 30],
  C: [14, 17, 16, 16, 16, 17, 14],
  D: [30, 17, 17, 17, 17, 17, 30],
  E: [31, 16, 16, 30, 16, 16, 31],
  F: [31, 16, 16, 30, 16, 16, 16],
  I: [14, 4, 4, 4, 4, 4, 14],
  L: [16, 16, 16, 16, 16, 16, 31],
  M: [17, 27, 21, 21, 17, 17, 17],
  O: [14, 17, 17, 17, 17, 17, 14],
  R: [30, 17, 17, 30, 20, 18, 17],
  S: [15, 16, 16, 14, 1, 1, 30],
  T: [31, 4, 4, 4, 4, 4, 4],
  U: [17, 17, 17, 17, 17, 17, 14],
  "0": [14, 17, 19, 21, 25, 17, 14],
  "1": [4, 12, 4, 4, 4, 4, 14],
  "2": [14, 17, 1, 2, 4, 8, 31],
  "3": [31, 2, 4, 2, 1, 17, 14],
  "4": [2, 6, 10, 18, 31, 2, 2],
  "5": [31, 16, 30, 1, 1, 17, 14],
  "6": [6, 8, 16, 30, 17, 17, 14],
  "7": [31, 1, 2, 4, 8, 8, 8],
  "8": [14, 17, 17, 14, 17, 17, 14],
  "9": [14, 17, 17, 15, 1, 2, 12],
};

/** Dots of a line across the picture's width. */
const DOTS_ACROSS = 110;

/** Writes white words on a dark band along the lower edge of a picture of 3 bytes a pixel: nobody shall take it for a drawn one. */
export function letter(pixels: Buffer, { width, height }: PictureSize, words: string): void {
  // Too small to be read, or to be taken for anything.
  if (width < DOTS_ACROSS) return;
  const dot = Math.max(1, Math.floor(width / DOTS_ACROSS));
  const top = height - dot * 11;
  for (let y = Math.max(0, top); y < height; y++) {
    const row = Math.floor((y - top) / dot) - 2;
    for (let x = 0; x < width; x++) {
      const column = Math.floor(x / dot) - 2;
      const bits = column >= 0 ? LETTERS[words[Math.floor(column / 6)] ?? ""]?.[row] : undefined;
      const isInk = bits !== undefined && column % 6 < 5 && (bits >> (4 - (column % 6))) & 1;
      pixels.fill(isInk ? 255 : 20, (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  }
}
