import { inBlocks } from "../../ports/bodies/in-blocks.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { hashing } from "../../ports/storage/hashing.ts";
import type { StoredOriginal } from "./store-original.ts";

/** Reads what lies in our storage through once, for its hash: one block is held in memory. */
export async function hashStored(
  { storage }: Pick<Ports, "storage">,
  { originalKey, bytes }: Pick<StoredOriginal, "originalKey" | "bytes">,
): Promise<StoredOriginal> {
  const stored = await storage.get("transcripts", originalKey);
  if (!stored) throw new Refused("file-gone");
  const { body, digest } = hashing(inBlocks(stored.body, "storage"));
  await body.pipeTo(new WritableStream());
  return { originalKey, bytes, sha256: await digest };
}
