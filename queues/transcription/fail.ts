import type { TakenJob } from "../../domain/jobs/index.ts";
import { calledBy, callNext, giveUp } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Statement } from "../../ports/postgres.ts";
import type { Outcome } from "../step.ts";

/** Ends the try without a text, and owes its owner the reason. */
export async function fail(
  { db, clock, jobs }: Ports,
  job: TakenJob,
  reason: string,
  besides: readonly Statement[] = [],
): Promise<Outcome> {
  const { transcriptId } = job.payload as { transcriptId: string };
  const now = clock.now();
  return {
    did: `failed: ${reason}`,
    changes: [...giveUp(db, transcriptId, reason, now), ...besides, callNext(db, transcriptId, now)],
    afterwards: (rows) => jobs.wake(calledBy(rows.at(-1))),
    next: [{ kind: "transcription.explain", payload: { transcriptId }, key: `explain:${job.id}` }],
  };
}

/** How long a recording may wait for a vendor: all its steps share one patience. */
export const patienceSeconds = ({ env }: Ports): number => env.SPEECH_PATIENCE_SECONDS;
