import { sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import type { Feature } from "../billing/index.ts";

/** One feature on one day (UTC). Money in millionths of a US dollar. */
export interface CostLine {
  day: string;
  feature: Feature;
  works: number;
  units: number;
  /** Coins that were taken and not given back. */
  coins: number;
  /** What those coins were sold for, at the average price of all coins there are. */
  revenueMicros: number;
  vendorMicros: number;
}

/** Stars that came and went on all these days. */
export interface Costs {
  lines: CostLine[];
  starsPaid: number;
  starsReturned: number;
}

/**
 * Revenue, cost and margin per feature and day, for the last `days`. Coins are worth what was paid for all coins that
 * were ever handed out, gifts included: a house that gives away half of its coins earns half on each.
 */
export async function readCosts(db: Db, days: number, starMicros: number, now: Date): Promise<Costs> {
  const since = sql`date_trunc('day', ${now.toISOString()}::timestamptz, 'UTC') - make_interval(days => ${days - 1}::int)`;
  const [{ rows: lines }, { rows: stars }] = await Promise.all([
    reach(() =>
      db.execute<Record<"day" | "feature" | "works" | "units" | "coins" | "vendor", string>>(sql`
        select to_char(w.created_at at time zone 'UTC', 'YYYY-MM-DD') as day, w.feature::text as feature,
               count(*) as works, sum(w.units) as units,
               sum(w.charged - coalesce(e.coins, 0)) as coins, sum(w.vendor_micros) as vendor
          from works w left join ledger_entries e on e.reason = 'refund' and e.ref = w.ref
         where w.created_at >= ${since} group by 1, 2 order by 1 desc, 2`),
    ),
    reach(() =>
      db.execute<Record<"paid" | "returned" | "earned" | "handed", string>>(sql`
        select (select coalesce(sum(stars), 0) from payments where created_at >= ${since}) as paid,
               (select coalesce(sum(stars), 0) from payments where returned_at >= ${since}) as returned,
               (select coalesce(sum(stars), 0) from payments where state <> 'returned') as earned,
               (select coalesce(sum(coins), 0) from ledger_entries where reason not in ('work', 'refund')) as handed`),
    ),
  ]);
  const [total] = stars;
  const handed = Number(total?.handed ?? 0);
  const coinMicros = handed > 0 ? (Number(total?.earned ?? 0) * starMicros) / handed : 0;
  return {
    lines: lines.map(({ day, feature, works, units, coins, vendor }) => ({
      day,
      feature: feature as Feature,
      works: Number(works),
      units: Number(units),
      coins: Number(coins),
      revenueMicros: Math.round(Number(coins) * coinMicros),
      vendorMicros: Number(vendor),
    })),
    starsPaid: Number(total?.paid ?? 0),
    starsReturned: Number(total?.returned ?? 0),
  };
}

/** The figures of the day (UTC) so far. */
export type DayFigures = Record<
  | "newPeople"
  | "activePeople"
  | "recordings"
  | "delivered"
  | "failed"
  | "waiting"
  | "avatarsReady"
  | "avatarsFailed"
  | "pictures"
  | "picturesFailed"
  | "coinsSpent"
  | "coinsGiven"
  | "starsPaid"
  | "starsReturned"
  | "vendorMicros"
  | "jobsWaiting"
  | "jobsDead",
  number
>;

export async function readDay(db: Db, now: Date): Promise<DayFigures> {
  const day = sql`date_trunc('day', ${now.toISOString()}::timestamptz, 'UTC')`;
  const { rows } = await reach(() =>
    db.execute<Record<keyof DayFigures, string>>(sql`
      select (select count(*) from users where created_at >= ${day} and telegram_id > 0) as "newPeople",
             (select count(*) from users where seen_at >= ${day} and telegram_id > 0) as "activePeople",
             (select count(*) from transcripts where created_at >= ${day}) as recordings,
             (select count(*) from transcripts where created_at >= ${day} and state = 'delivered') as delivered,
             (select count(*) from transcripts where created_at >= ${day} and state in ('failed', 'refused')) as failed,
             (select count(*) from transcripts where created_at >= ${day} and state = 'quoted') as waiting,
             (select count(*) from trainings where ended_at >= ${day} and state = 'ready') as "avatarsReady",
             (select count(*) from trainings where ended_at >= ${day} and state = 'failed') as "avatarsFailed",
             (select coalesce(sum(count), 0) from images where ended_at >= ${day} and state = 'done') as pictures,
             (select count(*) from images where ended_at >= ${day} and state = 'failed') as "picturesFailed",
             (select coalesce(-sum(coins), 0) from ledger_entries where created_at >= ${day} and reason in ('work', 'refund')) as "coinsSpent",
             (select coalesce(sum(coins), 0) from ledger_entries where created_at >= ${day}
                and reason in ('welcome', 'promo', 'referral', 'grant', 'take', 'purchase-bonus')) as "coinsGiven",
             (select coalesce(sum(stars), 0) from payments where created_at >= ${day}) as "starsPaid",
             (select coalesce(sum(stars), 0) from payments where returned_at >= ${day}) as "starsReturned",
             (select coalesce(sum(vendor_micros), 0) from works where created_at >= ${day}) as "vendorMicros",
             (select count(*) from jobs where state in ('waiting', 'running')) as "jobsWaiting",
             (select count(*) from jobs where state = 'dead') as "jobsDead"`),
  );
  return Object.fromEntries(
    Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]),
  ) as DayFigures;
}
