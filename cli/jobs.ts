import { retryJob } from "../domain/admin/index.ts";
import { dropJob, findJob, type JobRow, listJobs } from "../domain/jobs/index.ts";
import type { Database } from "./database.ts";
import { oweJobs } from "./owe-jobs.ts";

/** One line per job: what an operator needs to decide. */
export const describeJob = ({ id, kind, state, attempts, createdAt, payload, lastError }: JobRow): string =>
  [id, state, kind, `${attempts}×`, createdAt.toISOString(), JSON.stringify(payload), lastError ?? ""]
    .join("  ")
    .trim();

export const list = ({ db }: Database, state: JobRow["state"], limit: number): Promise<JobRow[]> =>
  listJobs(db, state, limit);

/**
 * Runs a dead job again, as the button on the operator's page does: what failed with its recording by that recording,
 * everything else by itself. Throws when there is no dead job of that id.
 */
export async function retry({ db, commit }: Database, id: string, now: Date): Promise<string> {
  const job = await findJob(db, id);
  if (job?.state !== "dead") throw new Error(`there is no dead job ${id}`);
  if (job.isRefunded)
    throw new Error(
      `nothing to retry: its work has failed and its user was refunded; drop it: jobs drop ${id}`,
    );
  const act = retryJob(db, job, "cli", String(now.getTime()), now);
  const rows = await commit([...act.changes, ...oweJobs({ db }, act, now)]);
  switch (act.started(rows)) {
    case "recording":
      return `started recording ${(job.payload as { transcriptId: string }).transcriptId} again`;
    case "job":
      return `revived ${id}`;
    default:
      throw new Error(`nothing was started: somebody else has dealt with ${id}`);
  }
}

/** Takes a job off the list. Throws when it has ended already, or never was. */
export async function drop({ db, commit }: Database, id: string, now: Date): Promise<string> {
  const [dropped] = await commit([dropJob(db, id, now)]);
  if ((dropped as unknown[]).length === 0) throw new Error(`there is no job ${id} that could be dropped`);
  return `dropped ${id}`;
}
