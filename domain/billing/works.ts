import { type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import type { Db, Statement } from "../../ports/postgres.ts";
import type { Price, Tariff } from "./tariff.ts";

/** SQLSTATE of a commit whose free minutes another work took first: the price must be found anew. */
export const FREE_MINUTES_GONE = "AI006";

/** Coins of work that has not ended after this long go back. No work takes so long; what does was lost. */
const HOLD_SECONDS = 86_400;

const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;

export interface NewWork {
  /** Names the work, for ever: "speech:trn_…:1". */
  ref: string;
  userId: string;
  chatId: number;
  price: Price;
}

/**
 * Begins a work: notes what it costs, and sets its coins aside. Part of the commit that begins it; the commit fails with
 * NOT_ENOUGH_COINS or FREE_MINUTES_GONE when the world has changed since the price was found. Where `when` does not hold
 * nothing happens.
 */
export const beginWork = (
  db: Db,
  { ref, userId, chatId, price }: NewWork,
  tariff: Tariff,
  now: Date,
  when?: SQL,
): Statement =>
  db.execute(sql`
    select begin_work(${ref}, ${userId}, ${chatId}::bigint, ${price.feature}::feature, ${price.units}::int,
                      ${price.freeUnits}::int, ${tariff.freeMinutesPerDay}::int, ${price.coins}::int,
                      ${price.vendorMicros}::bigint, ${at(secondsLater(now, HOLD_SECONDS))}, ${at(now)})
     where ${when ?? sql`true`}`);

/** Ends a work well: takes at most `coins` of the agreed price. Answers `{ coins }`, what was taken. */
export const endWork = (db: Db, ref: string, coins: number | "all", now: Date): Statement =>
  db.execute(sql`select end_work(${ref}, ${coins === "all" ? null : coins}::int, ${at(now)}) as coins`);

/** Ends a work badly: coins and free minutes go back. `share` (0–1) of the vendor's price was spent all the same. */
export const voidWork = (db: Db, ref: string | SQL, share: number | SQL, now: Date, when?: SQL): Statement =>
  db.execute(sql`select void_work(${ref}, ${share}::float8, ${at(now)}) where ${when ?? sql`true`}`);
