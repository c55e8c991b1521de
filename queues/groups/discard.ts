import { listLeftBehind } from "../../domain/groups/index.ts";
import { type NewJob, owe, withId } from "../../domain/jobs/index.ts";
import { discardTranscript, findTranscript, type Transcript } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { type Step, skip } from "../step.ts";

/** Something is removed, however long the storage is away. */
const PATIENCE_SECONDS = 7 * 86_400;

/** The job that removes a recording which came to its end and is not to be kept. */
export const discarding = ({ id, run }: Pick<Transcript, "id" | "run">): NewJob => ({
  kind: "transcription.discard",
  payload: { transcriptId: id },
  key: `discard:${id}:${run}`,
});

/** Removes a recording at rest, its objects first: what is not removed yet must be known to somebody. */
export const discard: Step<"transcription.discard"> = {
  async run({ db, storage }, job) {
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("removed before");
    const { transcript, owner } = found;
    if (!["delivered", "refused", "failed", "cancelled"].includes(transcript.state))
      return skip(`it is ${transcript.state}`);
    const keys: string[] = [];
    for await (const { key } of storage.list("transcripts", `transcripts/${owner.id}/${transcript.id}/`))
      keys.push(key);
    await storage.remove("transcripts", keys);
    return { did: `removed ${keys.length} objects`, changes: [discardTranscript(db, transcript.id)] };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not removed: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** As many as one tick takes up. */
const SWEEP = 50;

/** Part of every tick: what should have been removed, and was not because of a crash, is. */
export async function discardLeftBehind({
  db,
  clock,
  jobs,
}: Pick<Ports, "db" | "clock" | "jobs">): Promise<void> {
  const now = clock.now();
  const left = await listLeftBehind(db, now, SWEEP);
  if (left.length === 0) return;
  const hour = Math.floor(now.getTime() / 3_600_000);
  const owed = left.map(({ id }) =>
    withId(
      { kind: "transcription.discard", payload: { transcriptId: id }, key: `discard:${id}:left:${hour}` },
      now,
    ),
  );
  await commit(
    db,
    owed.map((job) => owe(db, job, now)),
  );
  await jobs.wake(owed);
}
