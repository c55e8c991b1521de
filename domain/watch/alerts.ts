import { and, isNull, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { alerts } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";

/** Alarms that the clock looks for end a few minutes after they were last seen, so that what flickers does not chatter. */
const CLEAR_SECONDS = 300;
/** Those that only a failing job can notice end when no job has noticed them for so long. */
const QUIET_SECONDS = 3 * 3_600;

/** Every alarm by its name in docs/runbook.md: after how many seconds without being seen it counts as over. */
export const ALERTS = {
  "dead-letters": CLEAR_SECONDS,
  "queue-old": CLEAR_SECONDS,
  "error-rate": CLEAR_SECONDS,
  vendor: CLEAR_SECONDS,
  webhook: CLEAR_SECONDS,
  storage: CLEAR_SECONDS,
  backup: CLEAR_SECONDS,
  budget: CLEAR_SECONDS,
  ceiling: QUIET_SECONDS,
  "fal-balance": QUIET_SECONDS,
  "fal-key": QUIET_SECONDS,
} as const;
export type AlertId = keyof typeof ALERTS;

export const isAlert = (name: string): name is AlertId => Object.hasOwn(ALERTS, name);

export type Alert = typeof alerts.$inferSelect;

/** Something that is wrong now, with its figures. */
export interface Observed {
  id: AlertId;
  /** Numbers and ids that mean the same in every language. */
  detail: string;
}

/** An alarm that goes on is told again after so long; one that comes back sooner is not told anew. */
const REMIND_SECONDS = 6 * 3_600;

/**
 * What follows from what was observed: rows to write, and admins to tell. Told when an alarm begins, again every six
 * hours, and when it is over. `known`: the rows of all alarms, ended ones too.
 */
export function decideAlerts(
  db: Db,
  known: readonly Alert[],
  observed: readonly Observed[],
  admins: readonly number[],
  now: Date,
): { changes: Statement[]; jobs: NewJob[]; told: { id: string; screen: string }[] } {
  const byId = new Map(known.map((alert) => [alert.id, alert]));
  const changes: Statement[] = [];
  const told: { id: string; screen: string; name: string }[] = [];
  for (const { id, detail } of observed) {
    const before = byId.get(id);
    const due = !before?.toldAt || before.toldAt <= secondsLater(now, -REMIND_SECONDS);
    changes.push(raise(db, { id, detail }, due, now));
    // Two who see the same at once see the same row, and so make the same name.
    if (due) told.push({ id, screen: "alert", name: before?.toldAt?.toISOString() ?? "first" });
  }
  const seen = new Set(observed.map(({ id }) => id as string));
  for (const alert of known) {
    if (alert.resolvedAt || seen.has(alert.id)) continue;
    const quiet = isAlert(alert.id) ? ALERTS[alert.id] : CLEAR_SECONDS;
    if (alert.seenAt > secondsLater(now, -quiet)) continue;
    changes.push(resolve(db, alert.id, now));
    // Whoever was not told that it began need not be told that it ended.
    if (alert.toldAt && alert.toldAt >= alert.since)
      told.push({ id: alert.id, screen: "alert-resolved", name: alert.since.toISOString() });
  }
  const jobs = told.flatMap(({ id, screen, name }) =>
    admins.map(
      (telegramId): NewJob => ({
        kind: "notices.show",
        payload: { telegramId, screen, about: id },
        key: `${screen}:${id}:${name}:${telegramId}`,
      }),
    ),
  );
  return { changes, jobs, told };
}

const raise = (db: Db, { id, detail }: Observed, tell: boolean, now: Date): Statement => {
  const at = sql`${now.toISOString()}::timestamptz`;
  return db.execute(sql`
    insert into ${alerts} (id, created_at, seen_at, told_at, detail)
    values (${id}, ${at}, ${at}, ${tell ? at : sql`null`}, ${detail})
    on conflict (id) do update set
      created_at = case when ${alerts.resolvedAt} is null then ${alerts.since} else excluded.created_at end,
      episode = ${alerts.episode} + (${alerts.resolvedAt} is not null)::int,
      seen_at = excluded.seen_at, detail = excluded.detail, resolved_at = null,
      told_at = coalesce(excluded.told_at, ${alerts.toldAt})`);
};

const resolve = (db: Db, id: string, now: Date): Statement =>
  db
    .update(alerts)
    .set({ resolvedAt: now })
    .where(and(sql`${alerts.id} = ${id}`, isNull(alerts.resolvedAt)));

export const listAlerts = (db: Db): Promise<Alert[]> =>
  reach(() => db.select().from(alerts).orderBy(alerts.id));
