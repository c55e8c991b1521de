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

/** Reads the chunks in order with few requests and hands each on; false from `take` stops. Chunks lie inside the file. */
export async function gather(
  source: ByteSource,
  chunks: readonly Chunk[],
  take: (data: Uint8Array, start: number, chunk: Chunk) => boolean,
): Promise<boolean> {
  for (let i = 0; i < chunks.length; ) {
    const first = chunks[i];
    if (!first) break;
    let end = first.offset + first.bytes;
    let next = i + 1;
    for (; next < chunks.length; next += 1) {
      const chunk = chunks[next];
      if (!chunk || chunk.offset < end || chunk.offset - end > GAP_BYTES) break;
      if (chunk.offset + chunk.bytes - first.offset > STRETCH_BYTES) break;
      end = chunk.offset + chunk.bytes;
    }
    const data = await source.read(first.offset, end);
    for (; i < next; i += 1) {
      const chunk = chunks[i];
      if (chunk && !take(data, chunk.offset - first.offset, chunk)) return false;
    }
  }
  return true;
}
