import { sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import type { Observed } from "./alerts.ts";

/** What the alarms look at. */
export interface Vitals {
  /** Jobs that were given up, by kind. */
  dead: Record<string, number>;
  oldestSeconds: number;
  /** Jobs of the last quarter of an hour: how many ended, and how many of them died. */
  ended: number;
  died: number;
  /** Calls of this hour and the one before by vendor: all, and those that failed through no fault of ours or the user's. */
  vendors: Record<string, { calls: number; failed: number }>;
  /** What vendors cost today (UTC), in millionths of a US dollar. */
  spentMicros: number;
  misplaced: number;
  misplacedSeconds: number;
  /** Since the last good backup; null where none was ever made: somebody else's business, or nobody's yet. */
  backupSeconds: number | null;
}

/** From when on something is wrong. */
const DIED_SHARE = 0.1;
const DIED_LEAST = 5;
const FAILED_SHARE = 0.3;
const CALLS_LEAST = 20;
const BUDGET_SHARE = 0.8;
/** Carrying home takes minutes; longer means that the primary store is away, or that something does not go. */
const MISPLACED_SECONDS = 900;
/** One is made every day: half a day of patience for a late or a long one. */
const BACKUP_SECONDS = 36 * 3_600;

/** What the operator decides: the house's daily ceiling (0: none), and how long a job may be due. */
export interface Bounds {
  ceilingCents: number;
  oldSeconds: number;
}

/** What is wrong by these figures. */
export function judgeVitals(vitals: Vitals, { ceilingCents, oldSeconds }: Bounds): Observed[] {
  const observed: Observed[] = [];
  const dead = Object.entries(vitals.dead);
  if (dead.length > 0)
    observed.push({
      id: "dead-letters",
      detail: dead.map(([kind, count]) => `${count} × ${kind}`).join(", "),
    });
  if (vitals.oldestSeconds > oldSeconds)
    observed.push({ id: "queue-old", detail: `${Math.floor(vitals.oldestSeconds / 60)} min` });
  if (vitals.died >= DIED_LEAST && vitals.died > DIED_SHARE * vitals.ended)
    observed.push({ id: "error-rate", detail: `${vitals.died}/${vitals.ended}` });
  const failing = Object.entries(vitals.vendors).filter(
    ([, { calls, failed }]) => calls >= CALLS_LEAST && failed > FAILED_SHARE * calls,
  );
  if (failing.length > 0)
    observed.push({
      id: "vendor",
      detail: failing.map(([name, { calls, failed }]) => `${name} ${failed}/${calls}`).join(", "),
    });
  if (vitals.misplaced > 0 && vitals.misplacedSeconds > MISPLACED_SECONDS)
    observed.push({
      id: "storage",
      detail: `${vitals.misplaced}, ${Math.floor(vitals.misplacedSeconds / 60)} min`,
    });
  if (vitals.backupSeconds !== null && vitals.backupSeconds > BACKUP_SECONDS)
    observed.push({ id: "backup", detail: `${Math.floor(vitals.backupSeconds / 3_600)} h` });
  if (ceilingCents > 0 && vitals.spentMicros >= BUDGET_SHARE * ceilingCents * 10_000)
    observed.push({
      id: "budget",
      detail: `$${(vitals.spentMicros / 1e6).toFixed(2)} / $${(ceilingCents / 100).toFixed(2)}`,
    });
  return observed;
}

/** Asks for all figures in one round trip. */
export async function readVitals(db: Db, now: Date): Promise<Vitals> {
  const at = sql`${now.toISOString()}::timestamptz`;
  const { rows } = await reach(() =>
    db.execute<Record<keyof Vitals, unknown>>(sql`
      select (select coalesce(jsonb_object_agg(kind, n), '{}'::jsonb)
                from (select kind, count(*) as n from jobs where state = 'dead' group by kind) as d) as "dead",
             (select coalesce(max(extract(epoch from ${at} - run_after)), 0)
                from jobs where state in ('waiting', 'running')) as "oldestSeconds",
             (select count(*) from jobs where state in ('done', 'dropped') and ended_at > ${at} - interval '15 minutes')
               + (select count(*) from jobs where state = 'dead' and ended_at > ${at} - interval '15 minutes') as "ended",
             (select count(*) from jobs where state = 'dead' and ended_at > ${at} - interval '15 minutes') as "died",
             (select coalesce(jsonb_object_agg(vendor, jsonb_build_object('calls', calls, 'failed', failed)), '{}'::jsonb)
                from (select substring(labels from 'vendor="([^"]*)"') as vendor, sum(value) as calls,
                             coalesce(sum(value) filter (where labels ~ 'outcome="(error|unavailable)"'), 0) as failed
                        from tallies where name = 'vendor_calls_total'
                         and hour >= date_trunc('hour', ${at}, 'UTC') - interval '1 hour'
                       group by 1) as v) as "vendors",
             (select coalesce(sum(vendor_micros), 0) from works
               where created_at >= date_trunc('day', ${at}, 'UTC')) as "spentMicros",
             (select count(*) from misplaced_objects) as "misplaced",
             (select coalesce(max(extract(epoch from ${at} - created_at)), 0) from misplaced_objects
               where linked_until is null or linked_until < ${at}) as "misplacedSeconds",
             (select extract(epoch from ${at} - at) from readings where name = 'backup') as "backupSeconds"`),
  );
  const [row] = rows;
  const number = (value: unknown) => Number(value ?? 0);
  return {
    dead: (row?.dead ?? {}) as Vitals["dead"],
    vendors: (row?.vendors ?? {}) as Vitals["vendors"],
    oldestSeconds: number(row?.oldestSeconds),
    ended: number(row?.ended),
    died: number(row?.died),
    spentMicros: number(row?.spentMicros),
    misplaced: number(row?.misplaced),
    misplacedSeconds: number(row?.misplacedSeconds),
    backupSeconds: row?.backupSeconds == null ? null : number(row.backupSeconds),
  };
}
