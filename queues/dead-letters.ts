import { MOST_FAULTS, take } from "../domain/jobs/index.ts";
import type { Ports } from "../ports/index.ts";
import type { Wakeup } from "../ports/jobs.ts";
import { runTaken } from "./run.ts";

/**
 * A wake-up that the platform gave up on: its worker died of it every time, without a word to us. The job is taken
 * from its last holder as soon as the lease ends, given up like any other, and its user told.
 */
export async function bury(ports: Ports, wakeup: Wakeup): Promise<void> {
  const job = await take(ports.db, wakeup, crypto.randomUUID(), ports.clock.now());
  if (!job) return ports.log.warn("dead-letter.skipped", { job: wakeup.id, kind: wakeup.kind });
  await runTaken(ports, { ...job, faults: MOST_FAULTS });
}
