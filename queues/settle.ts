import { end, owe, type TakenJob, withId } from "../domain/jobs/index.ts";
import { nameTrouble } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import { commit } from "../ports/postgres.ts";
import type { Outcome } from "./step.ts";

/** Commits the outcome with the job's end and its successors, in one round trip; answers the successor to run at once. */
export async function settle(
  ports: Ports,
  job: TakenJob,
  outcome: Outcome,
  cosmetics: Promise<unknown>[],
  trouble?: unknown,
): Promise<TakenJob | null> {
  const { db, clock, jobs, log } = ports;
  const now = clock.now();
  const { changes = [], afterwards } = outcome;
  const next = (outcome.next ?? []).map((owed) => ({ ...owed, ...withId(owed, now) }));
  const alone = next.length === 1 && !outcome.apart ? next[0] : undefined;
  const rows = await commit(db, [
    end(db, job, now, trouble),
    ...changes,
    ...next.map((owed) =>
      owe(db, owed, now, { ...(alone && { lease: job.lease }), ...(owed.when && { when: owed.when }) }),
    ),
  ]);
  cosmetics.push(cosmetic(ports, job, afterwards?.(rows.slice(1, 1 + changes.length))));
  const owed = next.filter((_, i) => wasInserted(rows[1 + changes.length + i]));
  if (alone && owed.length === 1)
    return { ...alone, attempts: 1, faults: 0, lease: job.lease, patientSince: now } as TakenJob;
  if (owed.length > 0 && !alone)
    await jobs.wake(owed).catch(() => log.warn("wake.failed", { job: job.id, jobs: owed.length }));
  return null;
}

const wasInserted = (answer: unknown): boolean => (answer as { rows: unknown[] }).rows.length > 0;

/** What nobody must wait for and nothing depends on. */
export const cosmetic = (
  { log }: Ports,
  job: TakenJob,
  work: Promise<unknown> | undefined,
): Promise<unknown> =>
  (work ?? Promise.resolve()).catch((error) =>
    log.warn("cosmetic.failed", { job: job.id, kind: job.kind, error: nameTrouble(error) }),
  );
