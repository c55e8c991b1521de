import { randomBytes } from "node:crypto";

/** Bytes that the page sent ahead of the message they belong to. */
export interface Stash {
  put(bytes: Uint8Array): string;
  /** Takes them out. Throws when they are not there (any more). */
  take(id: unknown): Uint8Array;
}

const KEPT = 40;

/** What is never sent is forgotten after `KEPT` further files. */
export function makeStash(): Stash {
  const kept = new Map<string, Uint8Array>();
  return {
    put(bytes) {
      const id = randomBytes(9).toString("base64url");
      kept.set(id, bytes);
      const [oldest] = kept.keys();
      if (kept.size > KEPT && oldest) kept.delete(oldest);
      return id;
    },
    take(id) {
      const bytes = kept.get(String(id));
      if (!bytes) throw new Error("the file did not arrive, please choose it again");
      kept.delete(String(id));
      return bytes;
    },
  };
}
