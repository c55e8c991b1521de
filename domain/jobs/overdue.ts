import { and, eq, inArray, lt, lte, or, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach } from "../../ports/postgres.ts";
import { jobs } from "../../schema/index.ts";

/** A wake-up that was sent this long ago and took nothing is believed lost. */
const LOST_AFTER_SECONDS = 30;

/** As many as one cron run sends at once; the rest follows a minute later. */
const SWEEP = 200;

/** Jobs that are due but that nobody works on: their wake-up was lost, or their worker died. Marks them as woken again. */
export async function claimOverdue(db: Db, now: Date): Promise<{ id: string; kind: string }[]> {
  const quietSince = secondsLater(now, -LOST_AFTER_SECONDS);
  const due = db
    .select({ id: jobs.id })
    .from(jobs)
    .where(
      or(
        and(eq(jobs.state, "waiting"), lte(jobs.runAfter, now), lt(jobs.wokenAt, quietSince)),
        and(eq(jobs.state, "running"), lte(jobs.leasedUntil, now)),
      ),
    )
    .orderBy(jobs.runAfter)
    .limit(SWEEP)
    .for("update", { skipLocked: true });
  return reach(() =>
    db
      .update(jobs)
      .set({ wokenAt: now })
      .where(inArray(jobs.id, due))
      .returning({ id: jobs.id, kind: jobs.kind }),
  );
}

/** How the ledger of jobs stands: for health, alarms and metrics. Ages are seconds. */
export async function measureJobs(
  db: Db,
  now: Date,
): Promise<{ waiting: number; dead: number; oldestSeconds: number }> {
  const [row] = await reach(() =>
    db
      .select({
        waiting: sql<number>`count(*) filter (where ${jobs.state} <> 'dead')::int`,
        dead: sql<number>`count(*) filter (where ${jobs.state} = 'dead')::int`,
        oldest: sql<number>`coalesce(max(extract(epoch from ${now.toISOString()}::timestamptz - ${jobs.runAfter}))
          filter (where ${jobs.state} <> 'dead'), 0)::int`,
      })
      .from(jobs)
      .where(inArray(jobs.state, ["waiting", "running", "dead"])),
  );
  return { waiting: row?.waiting ?? 0, dead: row?.dead ?? 0, oldestSeconds: Math.max(0, row?.oldest ?? 0) };
}

/** Ended jobs are kept this long: enough to answer "what happened yesterday", and their keys to stop late repetitions. */
const KEEP_ENDED_DAYS = 14;

/** Forgets jobs that ended long ago; dead ones stay until an operator has looked. Answers how many went. */
export async function forgetEnded(db: Db, now: Date): Promise<number> {
  const gone = await reach(() =>
    db
      .delete(jobs)
      .where(
        and(
          inArray(jobs.state, ["done", "dropped"]),
          lt(jobs.endedAt, secondsLater(now, -KEEP_ENDED_DAYS * 86_400)),
        ),
      )
      .returning({ id: jobs.id }),
  );
  return gone.length;
}
