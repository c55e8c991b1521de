import { forgetDeparted, listOverdue, noteOriginalGone } from "../../domain/deletions/index.ts";
import { type NewJob, owe, withId } from "../../domain/jobs/index.ts";
import { findTranscript } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { type Step, skip } from "../step.ts";

const PATIENCE_SECONDS = 7 * 86_400;

/** As many as one tick takes up; the rest follows a minute later. */
const SWEEP = 50;

/** Part of every tick: what was kept as long as its owner wants goes. Answers how many jobs are owed. */
export async function watchRetention({
  db,
  clock,
  jobs,
}: Pick<Ports, "db" | "clock" | "jobs">): Promise<number> {
  const now = clock.now();
  await forgetDeparted(db, now);
  const overdue = await listOverdue(db, now, SWEEP);
  if (overdue.length === 0) return 0;
  // A job that was lost is owed again within the hour.
  const hour = Math.floor(now.getTime() / 3_600_000);
  const owed = overdue.map(({ id, what }) =>
    withId(
      {
        kind: what === "all" ? "transcription.discard" : "transcription.drop-original",
        payload: { transcriptId: id },
        key: `retain:${what}:${id}:${hour}`,
      } satisfies NewJob,
      now,
    ),
  );
  await commit(
    db,
    owed.map((job) => owe(db, job, now)),
  );
  await jobs.wake(owed);
  return owed.length;
}

/** Removes the original of a recording whose text stays. */
export const dropOriginal: Step<"transcription.drop-original"> = {
  async run({ db, storage }, job) {
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found?.transcript.originalKey) return skip("no original");
    if (!["delivered", "refused", "failed", "cancelled"].includes(found.transcript.state))
      return skip(`it is ${found.transcript.state}`);
    await storage.remove("transcripts", [found.transcript.originalKey]);
    return { did: "removed the original", changes: [noteOriginalGone(db, found.transcript.id)] };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not removed: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
