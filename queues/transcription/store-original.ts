import type { Owned } from "../../domain/transcripts/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { hashing } from "../../ports/storage/hashing.ts";
import { putSized } from "../../ports/storage/put-sized.ts";
import { putUnsized } from "../../ports/storage/put-unsized.ts";
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

/** What a Bot API server of one's own hands out at the most (Telegram, "Using a local Bot API server"). */
const MOST_BYTES = 2000 * 2 ** 20;

/** Telegram → storage, streamed and hashed on the way: at most one part is held in memory. */
async function storeSent(
  { telegram, storage }: Pick<Ports, "telegram" | "storage">,
  { transcript, owner }: Owned,
): Promise<StoredOriginal> {
  const located = await telegram.locate(transcript.fileId);
  if (!located) throw new Refused("file-gone");
  const response = await telegram.download(located.path);
  const claimed = response.headers.get("content-length");
  if (!response.body || claimed === "0") {
    await response.body?.cancel();
    throw new Refused("empty-file");
  }
  const originalKey = `transcripts/${owner.id}/${transcript.id}/original`;
  const { body, digest } = hashing(response.body as ReadableStream<Uint8Array>);
  const type = "application/octet-stream";
  if (claimed !== null) {
    const length = Number(claimed);
    await putSized(storage, "transcripts", originalKey, body, { length, type });
    return { originalKey, bytes: length, sha256: await digest };
  }
  const bytes = await putUnsized(storage, "transcripts", originalKey, body, { type, most: MOST_BYTES });
  if (bytes === 0) throw new Refused("empty-file");
  return { originalKey, bytes, sha256: await digest };
}
