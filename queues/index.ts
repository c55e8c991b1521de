import { isJobKind } from "../domain/jobs/index.ts";
import { nameTrouble } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import type { Wakeup } from "../ports/jobs.ts";
import { run } from "./run.ts";

/** When the database is away the wake-up itself is put back for this long. */
const DATABASE_AWAY_SECONDS = 15;

/**
 * Consumes a batch of wake-ups, side by side. Never throws: a throw would bring back messages that are done.
 * Each message is acknowledged once its job ended or waits in Postgres; only when that cannot be written it is retried.
 * One that was retried to the end comes from the queue of dead letters, and says nothing about its job: Postgres was away
 * for half an hour, or the settings were wrong. Whether its workers died is on the row, which `run` reads.
 */
export async function consume(batch: MessageBatch<unknown>, ports: Ports): Promise<void> {
  const isLate = batch.queue.startsWith("dead-letters");
  await Promise.all(
    batch.messages.map(async (message) => {
      const wakeup = readWakeup(message.body);
      if (!wakeup) {
        ports.log.error("queue.unreadable", { queue: batch.queue, message: message.id });
        return message.ack();
      }
      if (isLate) ports.log.warn("dead-letter", { job: wakeup.id, kind: wakeup.kind });
      try {
        await run(ports, wakeup);
        message.ack();
      } catch (error) {
        ports.log.error("queue.retry", { queue: batch.queue, job: wakeup.id, error: nameTrouble(error) });
        message.retry({ delaySeconds: DATABASE_AWAY_SECONDS });
      }
    }),
  );
}

function readWakeup(body: unknown): Wakeup | null {
  const { id, kind } = (body ?? {}) as Partial<Wakeup>;
  return typeof id === "string" && typeof kind === "string" && isJobKind(kind) ? { id, kind } : null;
}
