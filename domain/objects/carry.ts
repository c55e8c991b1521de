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

/** An object that could not be carried waits a minute, then two, then four, up to an hour. */
const LONGEST_WAIT_SECONDS = 3_600;

/** A writing that has not ended after so long never will: what lies there is carried home, or nothing is. */
const UNFINISHED_SECONDS = 3_600;

/** Takes the oldest objects that nobody else carries, writes, or has a link to, and that need not wait. */
export async function claimMisplaced(db: Db, most: number, now: Date): Promise<Misplaced[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await reach(() =>
    db.execute<Record<keyof Misplaced, unknown>>(sql`
      update ${misplaced} set carried_until = ${secondsLater(now, LEASE_SECONDS).toISOString()}::timestamptz
       where (bucket, key) in (
         select bucket, key from ${misplaced}
          where (carried_until is null or carried_until < ${at})
            and (linked_until is null or linked_until < ${at})
            and (carry_after is null or carry_after <= ${at})
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

/** Lets others have it: nothing could be carried home now. */
export const release = (db: Db, { bucket, key }: Misplaced): Statement =>
  db
    .update(misplaced)
    .set({ carriedUntil: null })
    .where(and(eq(misplaced.bucket, bucket), eq(misplaced.key, key)));

/** Lets others have it, and is tried again later, the later the more often it failed: the trouble is its own. */
export const putOff = (db: Db, { bucket, key }: Misplaced, now: Date): Statement =>
  db
    .update(misplaced)
    .set({
      carriedUntil: null,
      tries: sql`${misplaced.tries} + 1`,
      carryAfter: sql`${now.toISOString()}::timestamptz
        + make_interval(secs => least(60 * 2 ^ least(${misplaced.tries}, 12), ${LONGEST_WAIT_SECONDS}::int))`,
    })
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
