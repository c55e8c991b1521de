import type { ByteSource } from "../source.ts";
import { type Box, findBox, readPayload } from "./boxes.ts";

/** Where the sample tables lie (ISO/IEC 14496-12 §8.6, §8.7). Their rows are read as needed. */
export interface TablePlaces {
  sampleCount: number;
  /** Size of every sample, or 0 when `sizesAt` has one for each. */
  uniformBytes: number;
  sizesAt: number;
  chunkCount: number;
  chunksAt: number;
  chunkWidth: 4 | 8;
  /** stts: pairs of count and delta. stsc: triples of first chunk, samples per chunk, description. */
  times: Uint32Array;
  runs: Uint32Array;
}

/** Run tables are tiny in practice; this much would describe a change at every packet of a day. */
const MAX_RUNS_BYTES = 24 * 2 ** 20;
/** Rows of the size table taken at once. */
export const BATCH_SAMPLES = 8192;

/** Null when the tables are empty, as they are in fragmented files. */
export async function locateTables(source: ByteSource, trak: Box): Promise<TablePlaces | null> {
  const stbl = await findBox(source, trak, "mdia", "minf", "stbl");
  if (!stbl) return null;
  const [stsz, stco, co64, stts, stsc] = await Promise.all(
    ["stsz", "stco", "co64", "stts", "stsc"].map((type) => findBox(source, stbl, type)),
  );
  const chunks = stco ?? co64;
  if (!stsz || !chunks || stsz.start + 12 > source.size || chunks.start + 8 > source.size) return null;
  const sizes = await readU32s(source, stsz.start + 4, 2);
  const [uniformBytes = 0, claimedSamples = 0] = sizes;
  const [claimedChunks = 0] = await readU32s(source, chunks.start + 4, 1);
  const chunkWidth = stco ? 4 : 8;
  const room = (box: Box, head: number, width: number) =>
    Math.max(0, Math.floor((Math.min(box.end, source.size) - box.start - head) / width));
  const sampleCount = uniformBytes > 0 ? claimedSamples : Math.min(claimedSamples, room(stsz, 12, 4));
  const chunkCount = Math.min(claimedChunks, room(chunks, 8, chunkWidth));
  const times = await readRuns(source, stts ?? null, 2);
  const runs = await readRuns(source, stsc ?? null, 3);
  if (sampleCount === 0 || chunkCount === 0 || times.length === 0 || runs.length === 0) return null;
  return {
    sampleCount,
    uniformBytes,
    sizesAt: stsz.start + 12,
    chunkCount,
    chunksAt: chunks.start + 8,
    chunkWidth,
    times,
    runs,
  };
}

async function readRuns(source: ByteSource, box: Box | null, width: number): Promise<Uint32Array> {
  const view = await readPayload(source, box, MAX_RUNS_BYTES);
  if (!view || view.byteLength < 8) return new Uint32Array(0);
  const count = Math.min(view.getUint32(4), Math.floor((view.byteLength - 8) / (width * 4)));
  return Uint32Array.from({ length: count * width }, (_, i) => view.getUint32(8 + i * 4));
}

async function readU32s(source: ByteSource, at: number, count: number): Promise<Uint32Array> {
  const bytes = await source.read(at, at + count * 4);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Uint32Array.from({ length: Math.floor(bytes.length / 4) }, (_, i) => view.getUint32(i * 4));
}

/** Returns a function that gives the duration of the next `count` samples. */
export function clockAt(times: Uint32Array, sample: number): (count: number) => number {
  let entry = 0;
  let left = sample;
  while (entry < times.length && left >= (times[entry] ?? 0)) {
    left -= times[entry] ?? 0;
    entry += 2;
  }
  let remaining = (times[entry] ?? 0) - left;
  return (count) => {
    let ticks = 0;
    let wanted = count;
    while (wanted > 0 && entry < times.length) {
      const taken = Math.min(wanted, remaining);
      ticks += taken * (times[entry + 1] ?? 0);
      wanted -= taken;
      remaining -= taken;
      if (remaining === 0) {
        entry += 2;
        remaining = times[entry] ?? 0;
      }
    }
    return ticks;
  };
}

/** The chunk that holds a sample, and the first sample of that chunk. */
export function chunkOf(tables: TablePlaces, sample: number): { chunk: number; sample: number } {
  const { runs, chunkCount } = tables;
  let first = 0;
  for (let run = 0; run < runs.length; run += 3) {
    const start = (runs[run] ?? 1) - 1;
    const end = run + 3 < runs.length ? (runs[run + 3] ?? 1) - 1 : chunkCount;
    const perChunk = runs[run + 1] ?? 0;
    const held = Math.max(0, end - start) * perChunk;
    if (perChunk > 0 && sample < first + held) {
      const chunks = Math.floor((sample - first) / perChunk);
      return { chunk: start + chunks, sample: first + chunks * perChunk };
    }
    first += held;
  }
  return { chunk: chunkCount, sample: first };
}

export function runOf(runs: Uint32Array, chunk: number): number {
  let run = 0;
  while (run + 3 < runs.length && (runs[run + 3] ?? 0) - 1 <= chunk) run += 3;
  return run;
}

/** Rows of a table in the file, a batch at a time. */
export class SizeRows {
  readonly #source: ByteSource;
  readonly #tables: TablePlaces;
  #first = 0;
  #rows: Uint32Array = new Uint32Array(0);

  constructor(source: ByteSource, tables: TablePlaces) {
    this.#source = source;
    this.#tables = tables;
  }

  peek(row: number): number | undefined {
    return row >= this.#first ? this.#rows[row - this.#first] : undefined;
  }

  async at(row: number): Promise<number> {
    const known = this.peek(row);
    if (known !== undefined) return known;
    const { sizesAt, sampleCount } = this.#tables;
    this.#first = row;
    this.#rows = await readU32s(this.#source, sizesAt + row * 4, Math.min(BATCH_SAMPLES, sampleCount - row));
    return this.#rows[0] ?? 0;
  }
}

export class OffsetRows {
  readonly #source: ByteSource;
  readonly #tables: TablePlaces;
  #first = 0;
  #rows: Uint32Array = new Uint32Array(0);

  constructor(source: ByteSource, tables: TablePlaces) {
    this.#source = source;
    this.#tables = tables;
  }

  async at(chunk: number): Promise<number> {
    const { chunksAt, chunkCount, chunkWidth } = this.#tables;
    const words = chunkWidth / 4;
    if (chunk < this.#first || (chunk - this.#first + 1) * words > this.#rows.length) {
      const count = Math.min(1024, chunkCount - chunk);
      this.#first = chunk;
      this.#rows = await readU32s(this.#source, chunksAt + chunk * chunkWidth, count * words);
    }
    const at = (chunk - this.#first) * words;
    const first = this.#rows[at] ?? 0;
    return words === 1 ? first : first * 2 ** 32 + (this.#rows[at + 1] ?? 0);
  }
}
