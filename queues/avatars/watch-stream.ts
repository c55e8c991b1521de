interface Wanted {
  /** Bytes to keep of the beginning and of the end. */
  head: number;
  tail: number;
  /** The whole length, when all of it is wanted; 0 otherwise. */
  whole: number;
}

interface Seen {
  /** Hexadecimal. */
  sha256: string;
  head: Uint8Array;
  tail: Uint8Array;
  bytes: Uint8Array | null;
}

/** Lets a stream pass, and keeps its hash and as much of it as is wanted. `seen` settles when all of it has passed. */
export function watchStream(
  body: ReadableStream<Uint8Array>,
  { head, tail, whole }: Wanted,
): { stream: ReadableStream<Uint8Array>; seen: Promise<Seen> } {
  const digest = new crypto.DigestStream("SHA-256");
  const hash = digest.getWriter();
  // Awaited by nobody when the stream breaks: the break itself is what the caller sees.
  digest.digest.catch(() => undefined);
  const kept = { head: new Uint8Array(0), tail: new Uint8Array(0), whole: new Uint8Array(whole), at: 0 };
  const { promise: seen, resolve } = Promise.withResolvers<Seen>();
  const stream = body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      async transform(chunk, controller) {
        await hash.write(chunk);
        if (whole > 0) kept.whole.set(chunk.subarray(0, Math.max(0, whole - kept.at)), kept.at);
        else {
          if (kept.head.length < head)
            kept.head = join(kept.head, chunk.subarray(0, head - kept.head.length));
          kept.tail = join(kept.tail, chunk).slice(-tail);
        }
        kept.at += chunk.length;
        controller.enqueue(chunk);
      },
      async flush() {
        await hash.close();
        const sum = new Uint8Array(await digest.digest);
        const bytes = whole > 0 ? kept.whole.subarray(0, kept.at) : null;
        resolve({
          sha256: sum.toHex(),
          head: bytes?.subarray(0, head) ?? kept.head,
          tail: bytes?.subarray(-tail) ?? kept.tail,
          bytes,
        });
      },
    }),
  );
  return { stream, seen };
}

function join(one: Uint8Array<ArrayBuffer>, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}
