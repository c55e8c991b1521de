import { createHash } from "node:crypto";

/** Lets bytes through and knows, when they are through, how many they were and their digest. */
export function measured(bytes: ReadableStream<Uint8Array>): {
  stream: ReadableStream<Uint8Array>;
  facts: () => { bytes: number; sha256: string };
} {
  const hash = createHash("sha256");
  let length = 0;
  const stream = bytes.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        hash.update(chunk);
        length += chunk.length;
        controller.enqueue(chunk);
      },
    }),
  );
  return { stream, facts: () => ({ bytes: length, sha256: hash.digest("hex") }) };
}

/** Works on all of them, a few at once. Throws the first error when those under way have ended. */
export async function sideBySide<T>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const rest = items[Symbol.iterator]();
  let failed: { error: unknown } | undefined;
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = rest.next(); !next.done && !failed; next = rest.next())
        await work(next.value).catch((error: unknown) => {
          failed ??= { error };
        });
    }),
  );
  if (failed) throw failed.error;
}
