import { BitReader, type Huffman, ScanEnded } from "./bits.ts";
import type { Component, Frame } from "./segments.ts";
import type { Tables } from "./tables.ts";

interface Part {
  component: Component;
  index: number;
  dc: Huffman | undefined;
  ac: Huffman | undefined;
}

/** A scan's head (T.81, B.2.3): which components, which of their 64 waves, and at which precision. */
export interface Scan {
  parts: Part[];
  from: number;
  to: number;
  high: number;
  low: number;
}

export function readScan(bytes: Uint8Array, at: number, frame: Frame, tables: Tables): Scan {
  const count = bytes[at] ?? 0;
  const parts = Array.from({ length: count }, (_, i) => {
    const index = frame.components.findIndex(({ id }) => id === bytes[at + 1 + i * 2]);
    const chosen = bytes[at + 2 + i * 2] ?? 0;
    const component = frame.components[index];
    return component
      ? [{ component, index, dc: tables.dc.get(chosen >> 4), ac: tables.ac.get(chosen & 15) }]
      : [];
  }).flat();
  const rest = at + 1 + count * 2;
  const precision = bytes[rest + 2] ?? 0;
  return {
    parts,
    from: bytes[rest] ?? 0,
    to: Math.min(63, bytes[rest + 1] ?? 63),
    high: precision >> 4,
    low: precision & 15,
  };
}

/** What is kept of the luma blocks: the mean of each, and the sums of their waves. */
export interface Kept {
  means: Int16Array;
  /** Blocks in a row of `means`. */
  across: number;
  coarse: number;
  fine: number;
}

/** How many units (MCUs) a frame has, and how many blocks one of its components alone. */
export function unitsOf({ width, height, components }: Frame) {
  const h = Math.max(...components.map((one) => one.h));
  const v = Math.max(...components.map((one) => one.v));
  return {
    all: { across: Math.ceil(width / (8 * h)), down: Math.ceil(height / (8 * v)) },
    alone: (one: Component) => ({
      across: Math.ceil(Math.ceil((width * one.h) / h) / 8),
      down: Math.ceil(Math.ceil((height * one.v) / v) / 8),
    }),
  };
}

/** Reads the blocks of a scan from `at`. Answers where it stopped, and whether all of them were there. */
export function readBlocks(
  bytes: Uint8Array,
  at: number,
  scan: Scan,
  frame: Frame,
  { restartEvery, quant, kept }: { restartEvery: number; quant: Uint16Array | undefined; kept: Kept },
): { at: number; whole: boolean } {
  const reader = new BitReader(bytes, at);
  const state = { means: new Int32Array(frame.components.length), skip: 0 };
  const [only] = scan.parts;
  const single = scan.parts.length === 1 && only ? only : null;
  const units = unitsOf(frame);
  const { across, down } = single ? units.alone(single.component) : units.all;
  try {
    for (let unit = 0; unit < across * down; unit++) {
      if (restartEvery > 0 && unit > 0 && unit % restartEvery === 0) {
        reader.restart();
        state.means.fill(0);
        state.skip = 0;
      }
      const [ux, uy] = [unit % across, Math.floor(unit / across)];
      for (const part of scan.parts) {
        const { h, v } = single ? { h: 1, v: 1 } : part.component;
        for (let y = 0; y < v; y++)
          for (let x = 0; x < h; x++) {
            const place = (uy * v + y) * kept.across + ux * h + x;
            readBlock(
              reader,
              scan,
              part,
              frame.progressive,
              state,
              quant,
              part.index === 0 ? kept : null,
              place,
            );
          }
      }
    }
    return { at: reader.at, whole: true };
  } catch (error) {
    if (!(error instanceof ScanEnded)) throw error;
    return { at: reader.at, whole: false };
  }
}

/** Zigzag places 1–9 are the coarse waves of a block, 10–63 its fine ones. */
const FINE_FROM = 10;

/** One block (T.81, F.2.2 and G.1.2). Only luma is kept. */
function readBlock(
  reader: BitReader,
  { from, to, low }: Scan,
  { index, dc, ac }: Part,
  progressive: boolean,
  state: { means: Int32Array; skip: number },
  quant: Uint16Array | undefined,
  kept: Kept | null,
  place: number,
): void {
  let k = from;
  if (k === 0) {
    if (!dc) throw new ScanEnded();
    const mean = (state.means[index] ?? 0) + reader.extend(reader.decode(dc));
    state.means[index] = mean;
    if (kept) kept.means[place] = mean << low;
    if (progressive) return;
    k = 1;
  }
  if (!ac) throw new ScanEnded();
  if (state.skip > 0) {
    state.skip -= 1;
    return;
  }
  while (k <= to) {
    const symbol = reader.decode(ac);
    const zeros = symbol >> 4;
    const size = symbol & 15;
    if (size === 0 && zeros === 15) {
      k += 16;
      continue;
    }
    if (size === 0) {
      // The rest of this block is zero; of a progressive one, so are the next blocks.
      if (progressive) state.skip = (1 << zeros) - 1 + reader.take(zeros);
      return;
    }
    k += zeros;
    const amplitude = (Math.abs(reader.extend(size)) << low) * (quant?.[k] ?? 1);
    if (kept && k >= FINE_FROM) kept.fine += amplitude;
    else if (kept) kept.coarse += amplitude;
    k += 1;
  }
}
