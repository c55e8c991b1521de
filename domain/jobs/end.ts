import { and, eq, sql } from "drizzle-orm";
import { nameTrouble } from "../../ports/errors.ts";
import type { Db, Statement } from "../../ports/postgres.ts";
import { jobs } from "../../schema/index.ts";
import type { TakenJob } from "./kinds.ts";

type Held = Pick<TakenJob, "id" | "lease">;

/** SQLSTATE of `end_job` when the lease was lost: another worker has the job, and this one's effect must not count. */
export const LEASE_LOST = "AI001";

/**
 * First statement of a step's commit: the job ends, or the whole commit fails with LEASE_LOST.
 * With `trouble` it is dead: listed, until an operator retries or drops it.
 */
export const end = (db: Db, job: Held, now: Date, trouble?: unknown): Statement => {
  const [state, error] = trouble === undefined ? ["done", null] : ["dead", nameTrouble(trouble)];
  return db.execute(
    sql`select end_job(${job.id}, ${job.lease}, ${state}::job_state, ${error}, ${now.toISOString()}::timestamptz)`,
  );
};

/** Puts the job back until `runAfter`; the error stays on the row, so that it explains itself. */
export const postpone = (db: Db, job: Held, error: unknown, runAfter: Date, isFault: boolean): Statement =>
  db
    .update(jobs)
    .set({
      state: "waiting",
      lease: null,
      leasedUntil: null,
      runAfter,
      wokenAt: runAfter,
      lastError: nameTrouble(error),
      ...(isFault && { faults: sql`${jobs.faults} + 1` }),
    })
    .where(and(eq(jobs.id, job.id), eq(jobs.lease, job.lease), eq(jobs.state, "running")));
