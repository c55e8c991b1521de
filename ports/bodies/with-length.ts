/**
 * Gives a stream the Content-Length that S3 and FAL insist on. The newest chunk is held back until the source goes on or
 * ends well, so that a source that is longer or shorter than claimed, or breaks, never completes a request. A native
 * stream forgets what it was broken with: after the request has failed, `trouble` is what the source did wrong, or
 * undefined when it was not the source.
 */
export function withLength(
  source: ReadableStream<Uint8Array>,
  length: number,
): { stream: ReadableStream<Uint8Array>; trouble: () => unknown } {
  const { readable, writable } = new FixedLengthStream(length);
  const reader = source.getReader();
  const writer = writable.getWriter();
  let arrived = 0;
  let trouble: unknown;
  const fail = (error: unknown): never => {
    trouble = error;
    throw error;
  };

  async function pour(): Promise<void> {
    for (let held: Uint8Array | undefined; ; ) {
      const { value, done } = await reader.read().catch(fail);
      arrived += value?.length ?? 0;
      if (arrived > length) fail(new Error(`the source is longer than the claimed ${length} bytes`));
      if (done && arrived < length) fail(new Error(`the source ended after ${arrived} of ${length} bytes`));
      if (held && held.length > 0) await writer.write(held);
      if (done) return writer.close();
      held = value;
    }
  }

  // What breaks here breaks the request, and the request is what the caller awaits.
  pour().catch((error) => Promise.allSettled([writer.abort(error), reader.cancel(error)]));
  return { stream: readable, trouble: () => trouble };
}
