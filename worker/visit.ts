import type { Ports } from "../ports/index.ts";
import type { Wakeup } from "../ports/jobs.ts";

/** What a request may use: the ports, and what is allowed to happen after the answer. */
export interface Visit {
  ports: Ports;
  /** Goes on after the answer, for at most 30 s (Workers, waitUntil). Trouble is logged: what must happen is a job. */
  later(work: Promise<unknown>): void;
  /** Runs a committed job in this invocation instead of waiting for its queue. */
  runHere(job: Wakeup): Promise<void>;
}
