import { inBlocks } from "../bodies/in-blocks.ts";
import { Unavailable } from "../errors.ts";
import { hashing } from "./hashing.ts";
import type { Bucket, Storage } from "./index.ts";
import { putSized } from "./put-sized.ts";

/** What became of carrying an object home. "missing": there is no copy; "differs": the copy is not what was written. */
export type Carried = "home" | "missing" | "differs";

/**
 * Copies an object from one store to the other, and reads it back to see that it is the same. `sha256`: what was
 * written, where that is known. The copy stays; throws as `Storage` does.
 */
export async function carry(
  [from, to]: readonly [Storage, Storage],
  bucket: Bucket,
  key: string,
  sha256Written: string | null,
): Promise<Carried> {
  const stored = await from.get(bucket, key);
  if (!stored) return "missing";
  const { body, digest } = hashing(inBlocks(stored.body, "storage"));
  await putSized(to, bucket, key, body, stored);
  const sent = await digest;
  if (sha256Written !== null && sha256Written !== sent) return "differs";
  const back = await to.get(bucket, key);
  if (!back) throw new Unavailable("storage", 60);
  const arrived = hashing(inBlocks(back.body, "storage"));
  await arrived.body.pipeTo(new WritableStream());
  if ((await arrived.digest) !== sent) throw new Error("what arrived is not what was sent");
  return "home";
}
