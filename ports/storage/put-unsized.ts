import type { Bucket, Storage } from "./index.ts";

/** What is held in memory at once; S3 wants parts of at least 5 MiB, and 10,000 of these are far more than we take. */
const PART_BYTES = 8 * 2 ** 20;

/** The source went on after the most that was to be taken. Nothing is left in the store. */
export class TooLong extends Error {
  constructor(most: number) {
    super(`the source is longer than ${most} bytes`);
    this.name = "TooLong";
  }
}

/**
 * Writes an object from a stream of unknown length, in parts; a short one at once. Answers its length in bytes. Throws
 * TooLong above `most`, an error below `least`, what the source throws when it breaks, and as `Storage` does; then there
 * is no object.
 */
export async function putUnsized(
  storage: Pick<Storage, "put" | "beginParts" | "putPart" | "joinParts" | "abortParts">,
  bucket: Bucket,
  key: string,
  source: ReadableStream<Uint8Array>,
  { type, most, least = 0 }: { type: string; most: number; least?: number },
): Promise<number> {
  const buffer = new Uint8Array(Math.min(PART_BYTES, most));
  const tags: string[] = [];
  let writing: string | undefined;
  let filled = 0;
  let length = 0;
  try {
    for await (const chunk of source) {
      length += chunk.length;
      if (length > most) throw new TooLong(most);
      for (let at = 0; at < chunk.length; ) {
        if (filled === buffer.length) {
          writing ??= await storage.beginParts(bucket, key, type);
          tags.push(await storage.putPart(bucket, key, writing, tags.length + 1, buffer));
          filled = 0;
        }
        const piece = chunk.subarray(at, at + buffer.length - filled);
        buffer.set(piece, filled);
        filled += piece.length;
        at += piece.length;
      }
    }
    if (length < least) throw new Error(`the source ended after ${length} of ${least} bytes`);
    const rest = buffer.subarray(0, filled);
    if (writing === undefined) await storage.put(bucket, key, rest, { length: filled, type });
    else {
      tags.push(await storage.putPart(bucket, key, writing, tags.length + 1, rest));
      if (!(await storage.joinParts(bucket, key, writing, tags)))
        throw new Error("storage lost the parts that were written");
    }
    return length;
  } catch (error) {
    // What cannot be given up now, the store forgets by itself after some days.
    if (writing !== undefined) await storage.abortParts(bucket, key, writing).catch(() => undefined);
    throw error;
  }
}
