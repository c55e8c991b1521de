import { and, desc, eq, getTableColumns, inArray, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { images, jobs, trainings } from "../../schema/index.ts";

export type JobRow = typeof jobs.$inferSelect & {
  /** What it was about has failed with it, and its coins are back: running it again would do nothing. */
  isRefunded: boolean;
};

/** Kinds whose giving up ends the training or the pictures that they are about. */
const FAIL_THEIR_WORK = [
  "avatars.pack",
  "avatars.train",
  "avatars.trained",
  "images.draw",
  "images.drawn",
  "images.deliver",
];

const columns = {
  ...getTableColumns(jobs),
  isRefunded: sql<boolean>`(${inArray(jobs.kind, FAIL_THEIR_WORK)} and (
    exists (select 1 from ${trainings} where ${trainings.id} = ${jobs.payload}->>'trainingId' and ${trainings.state} in ('failed', 'cancelled'))
    or exists (select 1 from ${images} where ${images.id} = ${jobs.payload}->>'imageId' and ${images.state} in ('failed', 'cancelled'))))`,
};

/** Jobs in one state, the newest first. */
export const listJobs = (db: Db, state: JobRow["state"], limit: number): Promise<JobRow[]> =>
  db.select(columns).from(jobs).where(eq(jobs.state, state)).orderBy(desc(jobs.createdAt)).limit(limit);

export async function findJob(db: Db, id: string): Promise<JobRow | null> {
  const [job] = await db.select(columns).from(jobs).where(eq(jobs.id, id));
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
