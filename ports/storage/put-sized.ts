import type { Bucket, Storage } from "./index.ts";
import { putUnsized } from "./put-unsized.ts";

/**
 * What goes in one request: its answer comes after the last byte, and is waited for by the clock. A larger body would need
 * a fast network without a pause, so it goes in parts.
 */
const ONE_REQUEST_BYTES = 64 * 2 ** 20;

/**
 * Writes an object from a stream of known length: in one request, or in parts where one would take too long; at most
 * one part is held in memory. Throws what the source throws, and as `Storage` does; then there is no object.
 */
export async function putSized(
  storage: Pick<Storage, "put" | "beginParts" | "putPart" | "joinParts" | "abortParts">,
  bucket: Bucket,
  key: string,
  body: ReadableStream<Uint8Array>,
  { length, type }: { length: number; type: string },
): Promise<void> {
  if (length <= ONE_REQUEST_BYTES) await storage.put(bucket, key, body, { length, type });
  else await putUnsized(storage, bucket, key, body, { type, least: length, most: length });
}
