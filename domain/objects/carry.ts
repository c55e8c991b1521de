import { and, eq, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import type { Bucket } from "../../ports/storage/index.ts";
import { misplacedObjects as misplaced } from "../../schema/index.ts";

/** An object that is out of place, and that the caller may carry home. */
export interface Misplaced {
  bucket: Bucket;
  key: string;
  version: number;
  sha256: string | null;
  gone: boolean;
}

/** How long carrying one batch may take. Longer than its objects' requests together; a crash delays them by this. */
const LEASE_SECONDS = 900;

/** A writing that has not ended after so long never will: what lies there is carried home, or nothing is. */
const UNFINISHED_SECONDS = 3_600;

/** Takes the oldest objects that nobody else carries, writes, or has a link to. */
export async function claimMisplaced(db: Db, most: number, now: Date): Promise<Misplaced[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await reach(() =>
    db.execute<Record<keyof Misplaced, unknown>>(sql`
      update ${misplaced} set carried_until = ${secondsLater(now, LEASE_SECONDS).toISOString()}::timestamptz
       where (bucket, key) in (
         select bucket, key from ${misplaced}
          where (carried_until is null or carried_until < ${at})
            and (linked_until is null or linked_until < ${at})
            and (written_at is not null or gone or created_at < ${secondsLater(now, -UNFINISHED_SECONDS).toISOString()}::timestamptz)
          order by created_at limit ${most} for update skip locked)
      returning bucket, key, version, sha256, gone`),
  );
  return rows as unknown as Misplaced[];
}

/** Forgets that an object was out of place, unless it was written or deleted meanwhile. Answers the row it forgot. */
export const forgetMisplaced = (db: Db, { bucket, key, version }: Misplaced): Statement =>
  db
    .delete(misplaced)
    .where(and(eq(misplaced.bucket, bucket), eq(misplaced.key, key), eq(misplaced.version, version)))
    .returning({ key: misplaced.key });

/** Lets others have it: it could not be carried home now. */
export const release = (db: Db, { bucket, key }: Misplaced): Statement =>
  db
    .update(misplaced)
    .set({ carriedUntil: null })
    .where(and(eq(misplaced.bucket, bucket), eq(misplaced.key, key)));

/** Whether somebody deleted the object while it was carried. */
export async function isGone(db: Db, { bucket, key }: Misplaced): Promise<boolean> {
  const [row] = await reach(() =>
    db
      .select({ gone: misplaced.gone })
      .from(misplaced)
      .where(and(eq(misplaced.bucket, bucket), eq(misplaced.key, key))),
  );
  return row?.gone ?? false;
}

/** How many objects are out of place. */
export async function countMisplaced(db: Db): Promise<number> {
  return await reach(() => db.$count(misplaced));
}
