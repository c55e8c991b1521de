import { failDigest, findDigest } from "../../domain/digests/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, skip } from "../step.ts";

/** Ends the digest without a result, and owes its owner the reason. What is written of it stays for a retry. */
export async function fail({ db, clock }: Ports, job: TakenJob, reason: string): Promise<Outcome> {
  const { digestId } = job.payload as { digestId: string };
  const found = await findDigest(db, digestId);
  if (!found) return skip("no such digest");
  return {
    did: `failed: ${reason}`,
    changes: failDigest(db, found.digest, reason, clock.now()),
    next: [{ kind: "transcription.digest-explain", payload: { digestId }, key: `digest-explain:${job.id}` }],
  };
}

/** A digest waits for its vendor as long as a recording does. */
export const patienceSeconds = ({ env }: Ports): number => env.SPEECH_PATIENCE_SECONDS;
