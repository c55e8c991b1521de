import type { Sketch } from "./sketch.ts";

/** Bytes per pixel by colour type, at 8 bits (PNG, 11.2.2); palettes and other depths are not looked at. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };

/** The sketch has one pixel for a square of so many. */
const CELL = 8;

/**
 * A PNG at an eighth of its size, row by row as it is unpacked, so that only two rows are held. Null for what is rare in
 * photos: palettes, 16 bits, interlacing; and for damage.
 */
export async function sketchPng(bytes: Uint8Array): Promise<Sketch | null> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33) return null;
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const channels = CHANNELS[bytes[25] ?? -1];
  if (bytes[24] !== 8 || !channels || bytes[28] !== 0 || width < 1 || height < 1) return null;
  const cells = new Float64Array(Math.ceil(width / CELL) * Math.ceil(height / CELL));
  const across = Math.ceil(width / CELL);
  const stride = width * channels;
  let [above, row] = [new Uint8Array(stride), new Uint8Array(stride)];
  let filter = -1;
  let filled = 0;
  let y = 0;
  const takeRow = (): void => {
    unfilter(filter, row, above, channels);
    for (let x = 0; x < width; x++) {
      const luma = lumaAt(row, x * channels, channels);
      const place = Math.floor(y / CELL) * across + Math.floor(x / CELL);
      cells[place] = (cells[place] ?? 0) + luma;
    }
    [above, row] = [row, above];
    y += 1;
    filter = -1;
    filled = 0;
  };
  try {
    const rows = idat(bytes, view).pipeThrough(new DecompressionStream("deflate"));
    for await (const chunk of rows as unknown as AsyncIterable<Uint8Array>)
      for (let i = 0; i < chunk.length && y < height; ) {
        if (filter < 0) filter = chunk[i++] ?? 0;
        const n = Math.min(stride - filled, chunk.length - i);
        row.set(chunk.subarray(i, i + n), filled);
        filled += n;
        i += n;
        if (filled === stride) takeRow();
      }
  } catch {
    return null;
  }
  if (y < height) return null;
  const luma = Uint8Array.from(cells, (sum, i) => {
    const [cx, cy] = [i % across, Math.floor(i / across)];
    return sum / (Math.min(CELL, width - cx * CELL) * Math.min(CELL, height - cy * CELL));
  });
  // How sharp it is shows in the waves of a JPEG, and a PNG has none.
  return { luma, width: across, height: Math.ceil(height / CELL), sharpness: null };
}

/** The packed pixels: the contents of all IDAT chunks, one after the other. */
function idat(bytes: Uint8Array, view: DataView): ReadableStream<Uint8Array<ArrayBuffer>> {
  let at = 8;
  return new ReadableStream({
    pull(controller) {
      while (at + 12 <= bytes.length) {
        const length = view.getUint32(at);
        const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
        const data = bytes.slice(at + 8, at + 8 + length);
        at += 12 + length;
        if (type !== "IDAT") continue;
        controller.enqueue(data);
        return;
      }
      controller.close();
    },
  });
}

const lumaAt = (row: Uint8Array, at: number, channels: number): number =>
  channels < 3
    ? (row[at] ?? 0)
    : 0.299 * (row[at] ?? 0) + 0.587 * (row[at + 1] ?? 0) + 0.114 * (row[at + 2] ?? 0);

/** Undoes a row's filter in place (PNG, 9.2). */
function unfilter(filter: number, row: Uint8Array, above: Uint8Array, channels: number): void {
  if (filter === 0) return;
  for (let i = 0; i < row.length; i++) {
    const left = i < channels ? 0 : (row[i - channels] ?? 0);
    const up = above[i] ?? 0;
    const corner = i < channels ? 0 : (above[i - channels] ?? 0);
    const guess =
      filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner);
    row[i] = (row[i] ?? 0) + guess;
  }
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [dl, du, dc] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return dl <= du && dl <= dc ? left : du <= dc ? up : corner;
}
