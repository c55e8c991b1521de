import { LEASE_SECONDS, renew, type TakenJob } from "../domain/jobs/index.ts";
import { nameTrouble } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";

/** Work that goes on for longer has died with its invocation, or hangs (Cloudflare Queues: a consumer has 15 minutes). */
const LONGEST_MS = 14 * 60_000;

/**
 * Does work that may honestly outlast its job's lease, which is renewed meanwhile. The lease itself stays short: a job
 * whose worker died is taken up again while its user still waits.
 */
export async function whileHeld<T>(
  { db, clock, log }: Pick<Ports, "db" | "clock" | "log">,
  job: TakenJob,
  work: () => Promise<T>,
): Promise<T> {
  const began = clock.now().getTime();
  const beat = setInterval(
    async () => {
      const now = clock.now();
      if (now.getTime() - began > LONGEST_MS) return clearInterval(beat);
      await renew(db, job, now).catch((error) =>
        log.warn("lease.not-renewed", { job: job.id, error: nameTrouble(error) }),
      );
    },
    (LEASE_SECONDS[job.kind] * 1000) / 3,
  );
  try {
    return await work();
  } finally {
    clearInterval(beat);
  }
}
