import { and, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { jobs } from "../../schema/index.ts";

export type JobRow = typeof jobs.$inferSelect;

/** Jobs in one state, the newest first. */
export const listJobs = (db: Db, state: JobRow["state"], limit: number): Promise<JobRow[]> =>
  db.select().from(jobs).where(eq(jobs.state, state)).orderBy(desc(jobs.createdAt)).limit(limit);

export async function findJob(db: Db, id: string): Promise<JobRow | null> {
  const [job] = await db.select().from(jobs).where(eq(jobs.id, id));
  return job ?? null;
}

/** Gives a dead job a new life: as patient, and with as many tries, as on its first day. The reconciler wakes it. */
export const reviveJob = (db: Db, id: string, now: Date): Statement =>
  db
    .update(jobs)
    .set({
      state: "waiting",
      faults: 0,
      runAfter: now,
      wokenAt: sql`to_timestamp(0)`,
      patientSince: now,
      endedAt: null,
    })
    .where(and(eq(jobs.id, id), eq(jobs.state, "dead")))
    .returning({ id: jobs.id });

/** Takes a job off the list for good, if `when` holds; one that is being worked on finishes in vain. */
export const dropJob = (db: Db, id: string, now: Date, when?: SQL): Statement =>
  db
    .update(jobs)
    .set({ state: "dropped", lease: null, leasedUntil: null, endedAt: now })
    .where(and(eq(jobs.id, id), inArray(jobs.state, ["waiting", "running", "dead"]), when))
    .returning({ id: jobs.id });
