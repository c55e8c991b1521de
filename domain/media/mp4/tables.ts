import type { PacketTable, Reader, Track, Walk } from "../reader.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { swapped } from "../wav/pcm.ts";
import { type Box, findBox, readPayload } from "./boxes.ts";
import { type Chunk, gatherFrom } from "./gather.ts";
import type { SoundTrack } from "./read.ts";

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
const BATCH_SAMPLES = 8192;
/** Pieces of PCM handed on at once. */
const PCM_PIECE_SECONDS = 0.02;

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

export function openTables(source: ByteSource, base: Track, track: SoundTrack, places: TablePlaces): Reader {
  const { format } = track;
  const isPcm = format.blockBytes > 0;
  // PCM counts its frames in the media's clock; QuickTime's sizes for it are not to be trusted.
  const tables = isPcm ? { ...places, uniformBytes: format.blockBytes } : withBelievableTimes(places, track);
  const rows = { source, tables, track, isPcm };
  return {
    track: base,
    first: { position: 0, ticks: 0 - track.lead },
    async walk(from, walk) {
      return { ticks: await walkRows(rows, from.position, from.ticks, walk), damage: null };
    },
    loadTable: () => loadTable(rows),
  };
}

/** Pauses may lengthen a recording; one that is several times longer than its packets is a broken table. */
const MAX_STRETCH = 3;
const MAX_PAUSE_SECONDS = 60;

function withBelievableTimes(places: TablePlaces, { packetTicks, timescale }: SoundTrack): TablePlaces {
  const { times, sampleCount } = places;
  let claimed = 0;
  for (let i = 0; i + 1 < times.length; i += 2) claimed += (times[i] ?? 0) * (times[i + 1] ?? 0);
  const believable = sampleCount * packetTicks * MAX_STRETCH + MAX_PAUSE_SECONDS * timescale;
  return claimed <= believable ? places : { ...places, times: Uint32Array.of(sampleCount, packetTicks) };
}

interface Rows {
  source: ByteSource;
  tables: TablePlaces;
  track: SoundTrack;
  isPcm: boolean;
}

async function walkRows(rows: Rows, first: number, ticks: number, walk: Walk): Promise<number> {
  const { swapBytes } = rows.track.format;
  const gather = gatherFrom(rows.source);
  let end = ticks;
  for await (const chunks of chunksFrom(rows, first, ticks, walk.until ?? rows.tables.sampleCount)) {
    const goesOn = await gather(chunks, (data, start, { bytes, ticks: at, duration }) => {
      end = at + duration;
      if (swapBytes === 1) return walk.visit(data, start, start + bytes, at, duration);
      return walk.visit(swapped(data, start, bytes, swapBytes), 0, bytes, at, duration);
    });
    if (!goesOn) break;
  }
  return end;
}

/** Yields samples in batches, from sample `first` (which begins at `ticks`) up to the end or the last one inside the file. */
async function* chunksFrom(rows: Rows, first: number, ticks: number, until: number): AsyncGenerator<Chunk[]> {
  const { source, tables, isPcm, track } = rows;
  const stop = Math.min(until, tables.sampleCount);
  const clock = clockAt(tables.times, first);
  const piece = isPcm ? Math.max(1, Math.round(PCM_PIECE_SECONDS * track.format.sampleRate)) : 1;
  let time = ticks;
  let { sample: chunkSample, chunk } = chunkOf(tables, first);
  let run = runOf(tables.runs, chunk);
  const sizes = new SizeRows(source, tables);
  const offsets = new OffsetRows(source, tables);
  let batch: Chunk[] = [];
  let sample = first;
  // An honest file speaks of each byte once; one that repeats itself is stopped.
  let budget = source.size;
  for (; chunk < tables.chunkCount && sample < stop; chunk += 1) {
    while (run + 3 < tables.runs.length && (tables.runs[run + 3] ?? 0) - 1 <= chunk) run += 3;
    const perChunk = tables.runs[run + 1] ?? 0;
    let offset = await offsets.at(chunk);
    const chunkEnd = Math.min(stop, chunkSample + perChunk);
    if (tables.uniformBytes > 0) offset += (sample - chunkSample) * tables.uniformBytes;
    else for (let before = chunkSample; before < sample; before += 1) offset += await sizes.at(before);
    while (sample < chunkEnd) {
      const count = Math.min(piece, chunkEnd - sample);
      const bytes =
        tables.uniformBytes > 0
          ? count * tables.uniformBytes
          : (sizes.peek(sample) ?? (await sizes.at(sample)));
      budget -= bytes;
      if (offset + bytes > source.size || bytes === 0 || budget < 0) {
        if (batch.length > 0) yield batch;
        return;
      }
      const duration = isPcm ? count : clock(count);
      batch.push({ offset, bytes, ticks: time, duration });
      time += duration;
      offset += bytes;
      sample += count;
      if (batch.length >= BATCH_SAMPLES) {
        yield batch;
        batch = [];
      }
    }
    chunkSample += perChunk;
  }
  if (batch.length > 0) yield batch;
}

/** Returns a function that gives the duration of the next `count` samples. */
function clockAt(times: Uint32Array, sample: number): (count: number) => number {
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
function chunkOf(tables: TablePlaces, sample: number): { chunk: number; sample: number } {
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

function runOf(runs: Uint32Array, chunk: number): number {
  let run = 0;
  while (run + 3 < runs.length && (runs[run + 3] ?? 0) - 1 <= chunk) run += 3;
  return run;
}

/** Rows of a table in the file, a batch at a time. */
class SizeRows {
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

class OffsetRows {
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

/** Walks the tables once, without reading sound: what lies in the file, and where each second begins. */
async function loadTable(rows: Rows): Promise<PacketTable> {
  const { tables, track } = rows;
  const marks: { sample: number; ticks: number; payload: number }[] = [];
  let sample = 0;
  let payload = 0;
  let ticks = 0 - track.lead;
  let nextMark = ticks;
  for await (const chunks of chunksFrom(rows, 0, ticks, tables.sampleCount)) {
    for (const chunk of chunks) {
      if (chunk.ticks >= nextMark) {
        marks.push({ sample, ticks: chunk.ticks, payload });
        nextMark = chunk.ticks + track.timescale / 2;
      }
      sample += rows.isPcm ? Math.round(chunk.bytes / tables.uniformBytes) : 1;
      payload += chunk.bytes;
      ticks = chunk.ticks + chunk.duration;
    }
  }
  if (sample === 0 || ticks <= 0) throw new Unplayable("truncated beyond salvage");
  const isCut = sample < tables.sampleCount;
  const end = track.audible > 0 ? Math.min(ticks, track.audible) : ticks;
  const first = marks[0] ?? { sample: 0, ticks: 0 - track.lead, payload: 0 };
  const before = (wanted: number) => {
    let low = 0;
    let high = marks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((marks[middle]?.ticks ?? 0) <= wanted) low = middle;
      else high = middle - 1;
    }
    return marks[low] ?? first;
  };
  return {
    end: { ticks: end, damage: isCut ? "truncated" : null },
    markAt(wanted) {
      const mark = before(wanted);
      return { position: mark.sample, ticks: mark.ticks };
    },
    payloadAt: (wanted) => (wanted >= ticks ? payload : before(wanted).payload),
  };
}
