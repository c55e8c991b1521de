import { dropJob, findJob, type JobRow, listJobs, owe, reviveJob, withId } from "../domain/jobs/index.ts";
import { retryFailed } from "../domain/transcripts/index.ts";
import type { Database } from "./database.ts";

/** One line per job: what an operator needs to decide. */
export const describeJob = ({ id, kind, state, attempts, createdAt, payload, lastError }: JobRow): string =>
  [id, state, kind, `${attempts}×`, createdAt.toISOString(), JSON.stringify(payload), lastError ?? ""]
    .join("  ")
    .trim();

export const list = ({ db }: Database, state: JobRow["state"], limit: number): Promise<JobRow[]> =>
  listJobs(db, state, limit);

/**
 * Runs a dead job again. A recording that failed is started again as a whole, which repeats only what is missing;
 * any other job gets a new life itself. Throws when there is no dead job of that id.
 */
export async function retry({ db, commit }: Database, id: string, now: Date): Promise<string> {
  const job = await findJob(db, id);
  if (job?.state !== "dead") throw new Error(`there is no dead job ${id}`);
  const { transcriptId } = job.payload as { transcriptId?: string };
  if (transcriptId) {
    const {
      changes,
      job: again,
      when,
    } = retryFailed(db, transcriptId, "operator", `operator-${now.getTime()}`, now);
    const [revived] = await commit([
      ...changes,
      owe(db, withId(again, now), now, { when }),
      dropJob(db, id, now),
    ]);
    if ((revived as unknown[]).length > 0) return `started recording ${transcriptId} again`;
  }
  await commit([reviveJob(db, id, now)]);
  return `revived ${id}`;
}

/** Takes a job off the list. Throws when it has ended already, or never was. */
export async function drop({ db, commit }: Database, id: string, now: Date): Promise<string> {
  const [dropped] = await commit([dropJob(db, id, now)]);
  if ((dropped as unknown[]).length === 0) throw new Error(`there is no job ${id} that could be dropped`);
  return `dropped ${id}`;
}
