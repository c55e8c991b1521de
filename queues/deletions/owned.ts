import type { Ports } from "../../ports/index.ts";
import type { Bucket } from "../../ports/storage/index.ts";

/** Every object is named `<folder>/<its owner>/…`. */
const FOLDERS = ["transcripts", "avatars", "images", "exports", "digests"];
export const BUCKETS: readonly Bucket[] = ["transcripts", "avatars"];

/** Every object of one person, by our id of them. */
export async function* ownedObjects({ storage }: Pick<Ports, "storage">, userId: string) {
  for (const bucket of BUCKETS)
    for (const folder of FOLDERS)
      for await (const object of storage.list(bucket, `${folder}/${userId}/`)) yield { bucket, ...object };
}

/** Removes at most `most` of them; answers how many there were. */
export async function removeOwned(
  ports: Pick<Ports, "storage">,
  userId: string,
  most: number,
): Promise<number> {
  const found: Record<Bucket, string[]> = { transcripts: [], avatars: [] };
  let count = 0;
  for await (const { bucket, key } of ownedObjects(ports, userId)) {
    found[bucket].push(key);
    if (++count === most) break;
  }
  for (const bucket of BUCKETS)
    if (found[bucket].length > 0) await ports.storage.remove(bucket, found[bucket]);
  return count;
}
