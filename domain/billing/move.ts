import { type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import type { ENTRY_REASONS } from "../../schema/index.ts";

export type EntryReason = (typeof ENTRY_REASONS)[number];

/** Coins that come or go, and why. `work` is not among the reasons: that is what holds are for. */
export interface Movement {
  /** Our id, or an expression that finds it. */
  userId: string | SQL;
  coins: number | SQL;
  reason: Exclude<EntryReason, "work" | "refund">;
  /** With the reason it makes the movement happen once: the same pair again moves nothing. */
  ref: string | SQL;
  note?: string | undefined;
}

/**
 * Moves coins, once for each (reason, ref). Answers `{ moved }`: whether it was this time. A commit that would take
 * more than is free fails with NOT_ENOUGH_COINS. With `when` that does not hold nothing happens and no row comes back.
 */
export const move = (
  db: Db,
  { userId, coins, reason, ref, note }: Movement,
  now: Date,
  when?: SQL,
): Statement =>
  db.execute(sql`
    select move_coins(${userId}, ${coins}::int, ${reason}::entry_reason, ${ref}, ${note ?? null},
                      ${now.toISOString()}::timestamptz) as moved
     where ${when ?? sql`true`}`);
