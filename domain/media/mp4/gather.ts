import type { ByteSource } from "../source.ts";

/** A run of media to read: one packet, or several frames of PCM that lie together. */
export interface Chunk {
  offset: number;
  bytes: number;
  ticks: number;
  duration: number;
}

/** Sound between pictures is read in one stretch when what lies between is smaller than a request is worth. */
const GAP_BYTES = 128 * 1024;
/** Longest stretch held at once. */
const STRETCH_BYTES = 2 * 2 ** 20;

/** Reads chunks in order with few requests and hands each on; false from `take` stops. Chunks lie inside the file. */
export type Gather = (
  chunks: readonly Chunk[],
  take: (data: Uint8Array, start: number, chunk: Chunk) => boolean,
) => Promise<boolean>;

/** Makes a `Gather` that reads every stretch into the same memory where the source can. */
export function gatherFrom(source: ByteSource): Gather {
  let memory = new Uint8Array(0);
  const readStretch = async (start: number, end: number): Promise<Uint8Array> => {
    if (!source.readInto) return source.read(start, end);
    if (memory.length < end - start) memory = new Uint8Array(end - start);
    const filled = await source.readInto(memory.subarray(0, end - start), start);
    memory = new Uint8Array(filled.buffer);
    return filled;
  };
  return async (chunks, take) => {
    for (let i = 0; i < chunks.length; ) {
      const stop = stretchEnd(chunks, i);
      const start = chunks[i]?.offset ?? 0;
      const last = chunks[stop - 1];
      const data = await readStretch(start, last ? last.offset + last.bytes : start);
      for (; i < stop; i += 1) {
        const chunk = chunks[i];
        if (chunk && !take(data, chunk.offset - start, chunk)) return false;
      }
    }
    return true;
  };
}

/** Index after the last chunk that is read together with the one at `first`. */
function stretchEnd(chunks: readonly Chunk[], first: number): number {
  const start = chunks[first]?.offset ?? 0;
  let end = start + (chunks[first]?.bytes ?? 0);
  let next = first + 1;
  for (; next < chunks.length; next += 1) {
    const chunk = chunks[next];
    if (!chunk || chunk.offset < end || chunk.offset - end > GAP_BYTES) break;
    if (chunk.offset + chunk.bytes - start > STRETCH_BYTES) break;
    end = chunk.offset + chunk.bytes;
  }
  return next;
}
