/** Random access to a recording, wherever it lies. `end` is exclusive. Short reads never happen inside [0, size). */
export interface ByteSource {
  readonly size: number;
  read(start: number, end: number): Promise<Uint8Array>;
  /**
   * Where a source can: fills `target` with the bytes from `start` on, and returns it; its memory may have moved to another
   * ArrayBuffer, and `target` is then detached. A whole file can so pass through one buffer instead of becoming garbage
   * of its own size. `target` lies inside [0, size).
   */
  readInto?(target: Uint8Array<ArrayBuffer>, start: number): Promise<Uint8Array<ArrayBuffer>>;
}

/** Fills `target` from a body, in place where the stream lends itself to it. For `readInto`. Throws when the body ends early. */
export async function fillFrom(
  body: ReadableStream<Uint8Array>,
  target: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { byteOffset, length } = target;
  const reader = body.getReader({ mode: "byob" });
  let { buffer } = target;
  let filled = 0;
  while (filled < length) {
    const { value, done } = await reader.read(new Uint8Array(buffer, byteOffset + filled, length - filled));
    if (value) {
      buffer = value.buffer as ArrayBuffer;
      filled += value.byteLength;
    }
    if (done) break;
  }
  await reader.cancel();
  if (filled < length) throw new Error(`the body ended after ${filled} of ${length} bytes`);
  return new Uint8Array(buffer, byteOffset, length);
}

/** A recording that is already in memory. Reads are views, not copies. */
export function memorySource(bytes: Uint8Array): ByteSource {
  const plain = withoutBuffer(bytes);
  return {
    size: plain.length,
    read: async (start, end) => plain.subarray(start, Math.min(end, plain.length)),
  };
}

/** Node's Buffer is a Uint8Array whose `slice` does not copy; nothing here may be surprised by that. */
function withoutBuffer(bytes: Uint8Array): Uint8Array {
  return bytes.constructor === Uint8Array
    ? bytes
    : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Keeps the most recently used blocks, so that many small reads of a container's tables become few range requests.
 * A missing stretch of neighbouring blocks is fetched as one read; a stretch longer than half the cache passes through uncached.
 * Holds at most `blockBytes * maxBlocks` bytes.
 */
export function blockCache(
  source: ByteSource,
  { blockBytes = 64 * 1024, maxBlocks = 32 }: { blockBytes?: number; maxBlocks?: number } = {},
): ByteSource {
  const blocks = new Map<number, Promise<Uint8Array>>();

  function fetchBlocks(first: number, last: number) {
    const start = first * blockBytes;
    const stretch = source.read(start, Math.min((last + 1) * blockBytes, source.size)).then(withoutBuffer);
    for (let block = first; block <= last; block += 1) {
      const from = (block - first) * blockBytes;
      // A copy, so that one kept block does not keep the whole stretch alive.
      const bytes = stretch.then((all) => all.slice(from, from + blockBytes));
      bytes.catch(() => blocks.delete(block));
      blocks.set(block, bytes);
    }
  }

  const isLong = (start: number, end: number) =>
    Math.floor((end - 1) / blockBytes) - Math.floor(start / blockBytes) + 1 > maxBlocks / 2;
  const cached: ByteSource = {
    size: source.size,
    async read(start, end) {
      const stop = Math.min(end, source.size);
      if (stop <= start) return new Uint8Array(0);
      const first = Math.floor(start / blockBytes);
      const last = Math.floor((stop - 1) / blockBytes);
      if (isLong(start, stop)) return withoutBuffer(await source.read(start, stop));
      for (let block = first; block <= last; block += 1) {
        const known = blocks.get(block);
        if (known) {
          blocks.delete(block);
          blocks.set(block, known);
          continue;
        }
        let until = block;
        while (until < last && !blocks.has(until + 1)) until += 1;
        fetchBlocks(block, until);
        block = until;
      }
      const wanted: Promise<Uint8Array>[] = [];
      for (let block = first; block <= last; block += 1)
        wanted.push(blocks.get(block) ?? Promise.resolve(new Uint8Array(0)));
      for (const oldest of blocks.keys()) {
        if (blocks.size <= maxBlocks) break;
        blocks.delete(oldest);
      }
      const parts = await Promise.all(wanted);
      const base = first * blockBytes;
      const [only] = parts;
      if (only && parts.length === 1) return only.subarray(start - base, stop - base);
      const bytes = new Uint8Array(stop - start);
      parts.forEach((part, i) => {
        const at = base + i * blockBytes - start;
        bytes.set(part.subarray(Math.max(0, -at), Math.max(0, stop - start - at)), Math.max(0, at));
      });
      return bytes;
    },
  };
  const fill = source.readInto?.bind(source);
  if (!fill) return cached;
  return {
    ...cached,
    async readInto(target, start) {
      if (isLong(start, start + target.length)) return fill(target, start);
      target.set(await cached.read(start, start + target.length));
      return target;
    },
  };
}
