import type { TakenJob } from "../../domain/jobs/index.ts";
import { giveUp } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outcome } from "../step.ts";

/** Ends the recording without a text, and owes its owner the reason. */
export async function fail({ db, clock }: Ports, job: TakenJob, reason: string): Promise<Outcome> {
  const { transcriptId } = job.payload as { transcriptId: string };
  return {
    did: `failed: ${reason}`,
    changes: giveUp(db, transcriptId, reason, clock.now()),
    next: [{ kind: "transcription.explain", payload: { transcriptId }, key: `explain:${job.id}` }],
  };
}

/** How long a recording may wait for a vendor: all its steps share one patience. */
export const patienceSeconds = ({ env }: Ports): number => env.SPEECH_PATIENCE_SECONDS;
