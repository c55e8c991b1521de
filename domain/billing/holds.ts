import { sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";

/** SQLSTATE of a commit that would take more coins than are free. */
export const NOT_ENOUGH_COINS = "AI002";
/** SQLSTATE of a hold for work whose coins were captured or released before. */
export const SETTLED_BEFORE = "AI003";
/** SQLSTATE of an attempt to write coins past the ledger. */
export const PAST_THE_LEDGER = "AI004";

const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;

/**
 * Sets coins aside for a work until it ends. Part of the commit that begins the work: when there are not enough coins
 * the commit fails with NOT_ENOUGH_COINS, and nothing has begun. The same hold again changes nothing.
 */
export const hold = (
  db: Db,
  work: { ref: string; userId: string; coins: number; until: Date },
  now: Date,
): Statement =>
  db.execute(
    sql`select hold_coins(${work.ref}, ${work.userId}, ${work.coins}::int, ${at(work.until)}, ${at(now)})`,
  );

/**
 * Takes the held coins, at most `coins` of them, and gives back the rest: part of the commit that ends the work well.
 * Answers `{ coins }`, what was taken. Doing it again takes nothing more; work without a hold was free.
 */
export const capture = (db: Db, ref: string, coins: number | "all", now: Date): Statement =>
  db.execute(sql`select capture_hold(${ref}, ${coins === "all" ? null : coins}::int, ${at(now)}) as coins`);

/** Gives the held coins back: part of the commit that ends the work badly. Nothing to give back is fine. */
export const release = (db: Db, ref: string, now: Date): Statement =>
  db.execute(sql`select release_hold(${ref}, ${at(now)})`);

/** Gives back what was taken for a work, once for ever. Answers `{ coins }`, 0 when there was nothing to give back. */
export const refund = (db: Db, ref: string, words: string | null, now: Date): Statement =>
  db.execute(sql`select refund_work(${ref}, ${words}, ${at(now)}) as coins`);

/** As many holds as one sweep releases; the rest follows with the next. */
const SWEEP = 200;

/** Gives back the coins of work that has vanished. Answers how many holds there were. */
export async function releaseExpired(db: Db, now: Date): Promise<number> {
  const { rows } = await reach(() =>
    db.execute<{ released: number }>(sql`select release_expired_holds(${at(now)}, ${SWEEP}) as released`),
  );
  return Number(rows[0]?.released ?? 0);
}
