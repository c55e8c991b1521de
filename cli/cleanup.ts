import { cleanUp as cleanRows } from "../domain/watch/index.ts";
import type { Bucket } from "../ports/storage/index.ts";
import { openS3, type S3Settings } from "../ports/storage/s3.ts";
import type { Answer } from "./answer.ts";
import type { Database } from "./database.ts";

/** What is written here only proves that a store works. */
const TEMPORARY = ["doctor/", "health/"];

/**
 * What the reconciler forgets every minute, at once; and in every store the leftovers of probes, for servers that take
 * no lifecycle rules. What people sent goes by their own wish and by how long they keep things, never by this.
 */
export async function cleanUp(
  { db }: Database,
  stores: readonly S3Settings[],
  now: Date,
  dryRun: boolean,
): Promise<Answer> {
  const rows = dryRun ? null : await cleanRows(db, now);
  let objects = 0;
  for (const settings of stores) {
    const storage = openS3(settings);
    for (const bucket of Object.keys(settings.buckets) as Bucket[])
      for (const prefix of TEMPORARY)
        for await (const { key } of storage.list(bucket, prefix)) {
          if (!dryRun) await storage.remove(bucket, [key]);
          objects++;
        }
  }
  const gone = rows ? Object.entries(rows).map(([what, number]) => `${number} ${what}`) : [];
  return {
    text: `${dryRun ? "would remove" : "removed"} ${[...gone, `${objects} leftovers in storage`].join(", ")}`,
    data: { dryRun, rows, objects },
  };
}
