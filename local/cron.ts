const EVERY_MS = 60_000;

/** wrangler dev never fires crons by itself; this address does it (Workers docs, "Cron triggers: test locally"). */
const tickUrl = (worker: string) =>
  `${worker}/cdn-cgi/local/scheduled?cron=${encodeURIComponent("* * * * *")}`;

export interface Cron {
  /** Fires once, now. */
  tick(): Promise<void>;
  close(): void;
}

/** Ticks every minute. A tick that fails is the next one's work: the worker may be reloading. */
export function startCron(worker: string, everyMs = EVERY_MS): Cron {
  const tick = async () => {
    const signal = AbortSignal.timeout(everyMs);
    await fetch(tickUrl(worker), { signal }).then(
      (answer) => answer.arrayBuffer(),
      () => undefined,
    );
  };
  const timer = setInterval(tick, everyMs);
  return { tick, close: () => clearInterval(timer) };
}
