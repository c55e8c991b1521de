import type { Owned } from "../../domain/transcripts/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { hashing } from "./hashing.ts";
import { storeLink } from "./store-link.ts";

/** What is known of a recording once its bytes lie in our storage. */
export interface StoredOriginal {
  originalKey: string;
  bytes: number;
  /** Of the bytes, in hexadecimal. */
  sha256: string;
}

/** From where it lies into our storage: a link's file from its server, any other from Telegram. */
export const storeOriginal = (
  ports: Pick<Ports, "telegram" | "storage" | "links" | "clock">,
  found: Owned,
): Promise<StoredOriginal> =>
  found.transcript.source === "link" ? storeLink(ports, found) : storeSent(ports, found);

/** Telegram → storage, streamed and hashed on the way: the length is known, so nothing is held in memory. */
async function storeSent(
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
