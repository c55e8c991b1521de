import type { Owned } from "../../domain/transcripts/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";

/** What is known of a recording once its bytes lie in our storage. */
export interface StoredOriginal {
  originalKey: string;
  bytes: number;
  /** Of the bytes, in hexadecimal. */
  sha256: string;
}

/** Telegram → storage, streamed and hashed on the way: the length is known, so nothing is held in memory. */
export async function storeOriginal(
  { telegram, storage }: Pick<Ports, "telegram" | "storage">,
  { transcript, owner }: Owned,
): Promise<StoredOriginal> {
  const located = await telegram.locate(transcript.fileId);
  if (!located) throw new Refused("file-gone");
  const response = await telegram.download(located.path);
  const bytes = Number(response.headers.get("content-length"));
  if (!response.body || bytes === 0) {
    await response.body?.cancel();
    throw new Refused("empty-file");
  }
  const originalKey = `transcripts/${owner.id}/${transcript.id}/original`;
  const { body, digest } = hashing(response.body as ReadableStream<Uint8Array>);
  await storage.put("transcripts", originalKey, body, { length: bytes, type: "application/octet-stream" });
  return { originalKey, bytes, sha256: await digest };
}

/** The same stream, and the hash of what went through it; the digest is only waited for after the last byte. */
function hashing(source: ReadableStream<Uint8Array>) {
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
  const digest = hash.digest.then((bytes) =>
    [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
  );
  digest.catch(() => undefined);
  return { body, digest };
}
