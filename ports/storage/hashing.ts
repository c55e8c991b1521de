/** The same stream, and the hash of what went through it; the digest is only waited for after the last byte. */
export function hashing(source: ReadableStream<Uint8Array>) {
  const hash = new crypto.DigestStream("SHA-256");
  const writer = hash.getWriter();
  // A stream that breaks breaks its reader, who says so; here it only means that there is no digest.
  hash.digest.catch(() => undefined);
  const body = source.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await writer.write(chunk);
        controller.enqueue(chunk);
      },
      async flush() {
        await writer.close();
      },
    }),
  );
  const digest = hash.digest.then((bytes) => new Uint8Array(bytes).toHex());
  digest.catch(() => undefined);
  return { body, digest };
}
