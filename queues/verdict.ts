import { FREE_MINUTES_GONE, NOT_ENOUGH_COINS } from "../domain/billing/index.ts";
import { MOST_FAULTS, type TakenJob } from "../domain/jobs/index.ts";
import { Pending, Refused, Throttled, Unavailable } from "../ports/errors.ts";
import { sqlState } from "../ports/postgres.ts";

/** Backoff after a bug or crash, times the number of faults. */
const FAULT_WAIT_SECONDS = 10;
/** Waiting for a vendor doubles up to here. One that asks for more gets it. */
const LONGEST_WAIT_SECONDS = 120;

/** Try again later, or give up: quietly when the user can do something, as a dead letter when the operator must. */
export type Verdict = { seconds: number; fault: boolean } | { reason: string; dead: boolean };

/** Whose turn is it? Refused: the user's. Unavailable: the clock's, for a while. Anything else: ours. */
export function judge(
  error: unknown,
  job: Pick<TakenJob, "attempts" | "faults" | "patientSince">,
  now: Date,
  patienceSeconds: number,
): Verdict {
  if (error instanceof Refused) return { reason: error.reason, dead: false };
  if (error instanceof Unavailable) {
    const waited = (now.getTime() - job.patientSince.getTime()) / 1000;
    if (waited >= patienceSeconds) return { reason: `${error.part}-down`, dead: true };
    // Who names a moment means it; who is merely away is asked ever less often.
    if (error instanceof Throttled || error instanceof Pending)
      return { seconds: error.waitSeconds, fault: false };
    const backoff = Math.min(2 ** Math.min(job.attempts, 10), LONGEST_WAIT_SECONDS);
    return { seconds: Math.max(error.waitSeconds, backoff), fault: false };
  }
  // Coins or free minutes went elsewhere between the look and the commit: the step looks again, and sees it.
  if ([NOT_ENOUGH_COINS, FREE_MINUTES_GONE].includes(sqlState(error) ?? ""))
    return { seconds: 1, fault: false };
  const faults = job.faults + 1;
  return faults >= MOST_FAULTS
    ? { reason: "fault", dead: true }
    : { seconds: FAULT_WAIT_SECONDS * faults, fault: true };
}
