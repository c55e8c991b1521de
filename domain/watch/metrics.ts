import { sql } from "drizzle-orm";
import type { Tally } from "../../ports/meter.ts";
import { type Db, reach } from "../../ports/postgres.ts";
import { readReadings } from "./readings.ts";
import { readTallies } from "./tally.ts";

type Kind = "counter" | "gauge" | "histogram";

/** Everything that `/metrics` tells, by its name without the prefix `aisha_`: its kind, and what it means. */
export const METRICS: Record<string, readonly [Kind, string]> = {
  updates_total: ["counter", "Telegram updates that were taken in"],
  jobs_ended_total: ["counter", "Jobs that ended, by kind and how"],
  job_seconds_sum: ["counter", "Seconds from the birth of jobs to their end, by kind"],
  works_total: ["counter", "Pieces of work that cost a vendor's money, by feature"],
  vendor_cost_micros_total: [
    "counter",
    "What vendors cost by estimate, in millionths of a US dollar, by feature",
  ],
  coins_moved_total: ["counter", "Coins that moved, by reason"],
  vendor_calls_total: ["counter", "Calls to vendors and stores, by outcome"],
  vendor_seconds: ["histogram", "Seconds that calls to vendors and stores took"],
  jobs: ["gauge", "Jobs that are owed or were given up, by kind and state"],
  job_oldest_seconds: ["gauge", "Age of the oldest job that is due, by queue"],
  dead_letters: ["gauge", "Jobs that were given up and wait for an operator"],
  users: ["gauge", "People who ever came (hourly)"],
  coins: ["gauge", "Coins in all wallets, and those of them on hold (hourly)"],
  storage_bytes: [
    "gauge",
    "Bytes of recordings, photos, pictures and archives as the rows know them (hourly)",
  ],
  misplaced_objects: ["gauge", "Objects in the fallback store that wait to be carried home"],
  webhook_pending: ["gauge", "Updates that Telegram could not deliver yet"],
  webhook_failing: ["gauge", "1 while Telegram's deliveries fail, or go elsewhere"],
  backup_age_seconds: ["gauge", "Age of the last good backup, where one was ever made"],
  alerts: ["gauge", "1 for each alert that is firing"],
};

/** All samples of this moment: counts from the tallies, and what the rows say now. */
export async function readMetrics(db: Db, now: Date): Promise<Tally[]> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const [counted, read, { rows }] = await Promise.all([
    readTallies(db),
    readReadings(db),
    reach(() =>
      db.execute<{ name: string; labels: string; value: number }>(sql`
        select 'jobs' as name, format('kind="%s",state="%s"', kind, state) as labels, count(*)::float8 as value
          from jobs where state in ('waiting', 'running', 'dead') group by kind, state
        union all
        select 'job_oldest_seconds', format('queue="%s"', split_part(kind, '.', 1)),
               greatest(0, max(extract(epoch from ${at} - run_after)))::float8
          from jobs where state in ('waiting', 'running') group by split_part(kind, '.', 1)
        union all
        select 'dead_letters', '', count(*)::float8 from jobs where state = 'dead'
        union all
        select 'misplaced_objects', '', count(*)::float8 from misplaced_objects
        union all
        select 'backup_age_seconds', '', extract(epoch from ${at} - at)::float8 from readings where name = 'backup'
        union all
        select 'alerts', format('alert="%s"', id), 1 from alerts where resolved_at is null`),
    ),
  ]);
  return [...counted, ...read, ...rows.map((row) => ({ ...row, value: Number(row.value) }))];
}
