import { LEASE_LOST, MOST_FAULTS, postpone, type TakenJob, take } from "../domain/jobs/index.ts";
import { secondsLater } from "../ports/clock.ts";
import { nameTrouble, Pending, Unavailable } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import type { Wakeup } from "../ports/jobs.ts";
import { commit, sqlState } from "../ports/postgres.ts";
import { whileHeld } from "./hold.ts";
import { cosmetic, settle } from "./settle.ts";
import type { Step } from "./step.ts";
import { steps } from "./steps.ts";
import { judge } from "./verdict.ts";

/**
 * Does one job, and every job that follows from it alone. The only place where jobs end, wait or are given up.
 * Throws Unavailable("postgres") when not even that can be written down: the wake-up must then come again.
 */
export async function run(ports: Ports, wakeup: Wakeup): Promise<void> {
  let job = await take(ports.db, wakeup, crypto.randomUUID(), ports.clock.now());
  if (!job) return ports.log.debug("job.skipped", { job: wakeup.id, kind: wakeup.kind });
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
    const work = () => step.run(ports, job);
    const outcome = await (step.carries ? whileHeld(ports, job, work) : work());
    const next = await settle(ports, job, outcome, cosmetics);
    say("info", outcome.did);
    return next;
  } catch (error) {
    if (sqlState(error) === LEASE_LOST) {
      say("warn", "nothing: the lease was lost");
      return null;
    }
    if (error instanceof Unavailable && error.part === "postgres") throw error;
    const verdict = judge(error, job, ports.clock.now(), step.patienceSeconds(ports));
    if ("seconds" in verdict) {
      const now = clock.now();
      await commit(ports.db, [
        postpone(ports.db, job, error, secondsLater(now, verdict.seconds), verdict.fault),
      ]);
      const underWay = error instanceof Pending;
      say(underWay ? "info" : "warn", `waits ${verdict.seconds} s`, error);
      if (!verdict.fault && !underWay) cosmetics.push(cosmetic(ports, job, step.onWait?.(ports, job)));
      await ports.jobs.wake([job], verdict.seconds).catch(() => log.warn("wake.failed", { job: job.id }));
      return null;
    }
    const next = await giveUp(ports, step, job, verdict, error, cosmetics);
    say(verdict.dead ? "error" : "info", `gave up: ${verdict.reason}`, error);
    return next;
  }
}

/** Ends the job in the way its kind fails. If even that is broken the job is at least dead, where an operator finds it. */
async function giveUp(
  ports: Ports,
  step: Step,
  job: TakenJob,
  { reason, dead }: { reason: string; dead: boolean },
  error: unknown,
  cosmetics: Promise<unknown>[],
): Promise<TakenJob | null> {
  try {
    return await settle(
      ports,
      job,
      await step.giveUp(ports, job, reason),
      cosmetics,
      dead ? error : undefined,
    );
  } catch (worse) {
    if (worse instanceof Unavailable || sqlState(worse) === LEASE_LOST) throw worse;
    return await settle(ports, job, { did: "" }, cosmetics, worse);
  }
}
