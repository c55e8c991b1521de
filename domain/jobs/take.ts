import { and, eq, lte, or, sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { jobs } from "../../schema/index.ts";
import type { TakenJob } from "./kinds.ts";
import { leaseEnd } from "./owe.ts";

/**
 * Takes a job by compare-and-set: only one caller gets it, until its lease ends. Null when there is nothing to take
 * (done, not due yet, held by another, never existed). A job whose holder vanished counts one fault more.
 */
export async function take(
  db: Db,
  job: { id: string; kind: string },
  lease: string,
  now: Date,
): Promise<TakenJob | null> {
  const [taken] = await reach(() =>
    db
      .update(jobs)
      .set({
        state: "running",
        attempts: sql`${jobs.attempts} + 1`,
        faults: sql`${jobs.faults} + (${jobs.state} = 'running')::int`,
        lease,
        leasedUntil: leaseEnd(job.kind, now),
      })
      .where(
        and(
          eq(jobs.id, job.id),
          or(
            and(eq(jobs.state, "waiting"), lte(jobs.runAfter, now)),
            and(eq(jobs.state, "running"), lte(jobs.leasedUntil, now)),
          ),
        ),
      )
      .returning(),
  );
  return taken ? ({ ...taken, lease } as TakenJob) : null;
}

/** Gives a job that is held a whole lease from now on. Where another has it by now nothing changes: its commit will tell. */
export async function renew(
  db: Db,
  { id, kind, lease }: Pick<TakenJob, "id" | "kind" | "lease">,
  now: Date,
): Promise<void> {
  await reach(() =>
    db
      .update(jobs)
      .set({ leasedUntil: leaseEnd(kind, now) })
      .where(and(eq(jobs.id, id), eq(jobs.lease, lease), eq(jobs.state, "running"))),
  );
}
