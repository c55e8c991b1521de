import {
  end,
  LEASE_LOST,
  MOST_FAULTS,
  owe,
  postpone,
  type TakenJob,
  take,
  withId,
} from "../domain/jobs/index.ts";
import { secondsLater } from "../ports/clock.ts";
import { nameTrouble, Refused, Unavailable } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import type { Wakeup } from "../ports/jobs.ts";
import { commit, sqlState } from "../ports/postgres.ts";
import type { Outcome, Step } from "./step.ts";
import { steps } from "./steps.ts";

/** Backoff after a bug or crash, times the number of faults. */
const FAULT_WAIT_SECONDS = 10;
/** Waiting doubles up to here. Vendors that ask for more get it. */
const LONGEST_WAIT_SECONDS = 120;

/**
 * Does one job, and every job that follows from it alone. The only place where jobs end, wait or are given up.
 * Throws Unavailable("postgres") when not even that can be written down: the wake-up must then come again.
 */
export async function run(ports: Ports, wakeup: Wakeup): Promise<void> {
  const job = await take(ports.db, wakeup, crypto.randomUUID(), ports.clock.now());
  if (!job) return ports.log.debug("job.skipped", { job: wakeup.id, kind: wakeup.kind });
  await runTaken(ports, job);
}

/** Does a job that the caller holds, and what follows from it. Throws as `run` does. */
export async function runTaken(ports: Ports, taken: TakenJob): Promise<void> {
  let job: TakenJob | null = taken;
  const cosmetics: Promise<unknown>[] = [];
  while (job) job = await once(ports, job, cosmetics);
  await Promise.all(cosmetics);
}

/** Does one taken job; answers its only successor, taken as well. */
async function once(ports: Ports, job: TakenJob, cosmetics: Promise<unknown>[]): Promise<TakenJob | null> {
  const { clock, log } = ports;
  const started = clock.now();
  const say = (level: "info" | "warn" | "error", did: string, error?: unknown) =>
    log[level]("job", {
      job: job.id,
      kind: job.kind,
      ...("transcriptId" in job.payload && { transcript: job.payload.transcriptId }),
      did,
      attempt: job.attempts,
      ms: clock.now().getTime() - started.getTime(),
      ...(error !== undefined && { error: nameTrouble(error) }),
    });
  const step = steps[job.kind] as Step;
  try {
    if (job.faults >= MOST_FAULTS) throw new Error("its worker died every time");
    const outcome = await step.run(ports, job);
    const next = await settle(ports, job, outcome, cosmetics);
    say("info", outcome.did);
    return next;
  } catch (error) {
    if (sqlState(error) === LEASE_LOST) {
      say("warn", "nothing: the lease was lost");
      return null;
    }
    if (error instanceof Unavailable && error.part === "postgres") throw error;
    const wait = waitOrGiveUp(ports, step, job, error);
    if ("seconds" in wait) {
      const now = clock.now();
      await commit(ports.db, [postpone(ports.db, job, error, secondsLater(now, wait.seconds), wait.fault)]);
      say("warn", `waits ${wait.seconds} s`, error);
      await ports.jobs.wake([job], wait.seconds).catch(() => log.warn("wake.failed", { job: job.id }));
      return null;
    }
    const outcome = await step.giveUp(ports, job, wait.reason);
    const next = await settle(ports, job, outcome, cosmetics, wait.dead ? error : undefined);
    say(wait.dead ? "error" : "info", `gave up: ${wait.reason}`, error);
    return next;
  }
}

type Verdict = { seconds: number; fault: boolean } | { reason: string; dead: boolean };

/** Whose turn is it? Refused: the user's. Unavailable: the clock's, for a while. Anything else: ours. */
function waitOrGiveUp(ports: Ports, step: Step, job: TakenJob, error: unknown): Verdict {
  if (error instanceof Refused) return { reason: error.reason, dead: false };
  if (error instanceof Unavailable) {
    const waited = (ports.clock.now().getTime() - job.patientSince.getTime()) / 1000;
    if (waited >= step.patienceSeconds(ports)) return { reason: `${error.part}-down`, dead: true };
    const backoff = Math.min(2 ** Math.min(job.attempts, 10), LONGEST_WAIT_SECONDS);
    return { seconds: Math.max(error.waitSeconds, backoff), fault: false };
  }
  const faults = job.faults + 1;
  return faults >= MOST_FAULTS
    ? { reason: "fault", dead: true }
    : { seconds: FAULT_WAIT_SECONDS * faults, fault: true };
}

/** Commits the outcome with the job's end and its successors, in one round trip; answers the successor to run at once. */
async function settle(
  { db, clock, jobs, log }: Ports,
  job: TakenJob,
  outcome: Outcome,
  cosmetics: Promise<unknown>[],
  trouble?: unknown,
): Promise<TakenJob | null> {
  const now = clock.now();
  const { changes = [], afterwards } = outcome;
  const next = (outcome.next ?? []).map((owed) => ({ ...owed, ...withId(owed, now) }));
  const alone = next.length === 1 ? next[0] : undefined;
  const rows = await commit(db, [
    end(db, job, now, trouble),
    ...changes,
    ...next.map((owed) =>
      owe(db, owed, now, { ...(alone && { lease: job.lease }), ...(owed.when && { when: owed.when }) }),
    ),
  ]);
  if (afterwards)
    cosmetics.push(
      afterwards(rows.slice(1, 1 + changes.length)).catch((error) =>
        log.warn("afterwards.failed", { job: job.id, kind: job.kind, error: nameTrouble(error) }),
      ),
    );
  const owed = next.filter((_, i) => wasInserted(rows[1 + changes.length + i]));
  if (alone && owed.length === 1)
    return { ...alone, attempts: 1, faults: 0, lease: job.lease, patientSince: now } as TakenJob;
  if (owed.length > 0 && !alone)
    await jobs.wake(owed).catch(() => log.warn("wake.failed", { job: job.id, jobs: owed.length }));
  return null;
}

const wasInserted = (answer: unknown): boolean => (answer as { rows: unknown[] }).rows.length > 0;
