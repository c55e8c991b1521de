import type { PacketTable, Reader, Track, Walk } from "../reader.ts";
import type { ByteSource } from "../source.ts";
import { Unplayable } from "../unplayable.ts";
import { swapped } from "../wav/pcm.ts";
import { type Chunk, gatherFrom } from "./gather.ts";
import type { SoundTrack } from "./read.ts";
import {
  BATCH_SAMPLES,
  chunkOf,
  clockAt,
  OffsetRows,
  runOf,
  SizeRows,
  type TablePlaces,
} from "./table-rows.ts";

/** Pieces of PCM handed on at once. */
const PCM_PIECE_SECONDS = 0.02;

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
    if (perChunk === 0) continue;
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
