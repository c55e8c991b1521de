import type { Owned } from "../../domain/transcripts/index.ts";
import { Refused, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { hashing } from "../../ports/storage/hashing.ts";
import { putUnsized, TooLong } from "../../ports/storage/put-unsized.ts";
import type { StoredOriginal } from "./store-original.ts";

/** A server that has not answered for so long will hardly do so before its link is forgotten. */
const PATIENCE_SECONDS = 180;

/** A stranger's server → storage, in parts: whatever length it claims, bytes are counted. */
export async function storeLink(
  { links, storage, clock }: Pick<Ports, "links" | "storage" | "clock">,
  { transcript, owner }: Owned,
): Promise<StoredOriginal> {
  const originalKey = `transcripts/${owner.id}/${transcript.id}/original`;
  try {
    const file = await links.open(transcript.fileId);
    const { body, digest } = hashing(file.body);
    const bytes = await putUnsized(storage, "transcripts", originalKey, body, {
      type: "application/octet-stream",
      most: links.mostBytes,
    });
    if (bytes === 0) throw new Refused("empty-file");
    // Less than was claimed is half a file, however well the connection ended.
    if (file.claimedBytes !== null && bytes < file.claimedBytes) throw new Unavailable("link", 10);
    return { originalKey, bytes, sha256: await digest };
  } catch (error) {
    if (error instanceof TooLong) throw new Refused("link-too-big");
    const waited = (clock.now().getTime() - transcript.changedAt.getTime()) / 1000;
    if (error instanceof Unavailable && error.part === "link" && waited > PATIENCE_SECONDS)
      throw new Refused("link-down");
    throw error;
  }
}
