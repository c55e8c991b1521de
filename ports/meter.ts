import type { Clock } from "./clock.ts";
import { Pending, Refused, Throttled, Unavailable, Unreachable } from "./errors.ts";

/** A count that is to be added to those of the hour. `labels` as Prometheus writes them. */
export interface Tally {
  name: string;
  labels: string;
  value: number;
}

/** Counts what this invocation asks of vendors. Nothing is written until somebody takes the counts: after the work. */
export interface Meter {
  count(vendor: string, call: string, outcome: string, seconds: number): void;
  /** All counts so far; counting begins anew. Empty when no vendor was asked. */
  take(): Tally[];
}

/** Upper bounds in seconds: a quick answer, a slow one, a file, and patience itself. */
export const LATENCY_BOUNDS = [0.25, 1, 2.5, 5, 10, 30, 60] as const;

export function openMeter(): Meter {
  let counts = new Map<string, Tally>();
  const add = (name: string, labels: string, value: number) => {
    const known = counts.get(`${name}{${labels}}`);
    if (known) known.value += value;
    else counts.set(`${name}{${labels}}`, { name, labels, value });
  };
  return {
    count(vendor, call, outcome, seconds) {
      add("vendor_calls_total", `vendor="${vendor}",call="${call}",outcome="${outcome}"`, 1);
      for (const bound of LATENCY_BOUNDS)
        if (seconds <= bound) add("vendor_seconds_bucket", `vendor="${vendor}",le="${bound}"`, 1);
      add("vendor_seconds_bucket", `vendor="${vendor}",le="+Inf"`, 1);
      add("vendor_seconds_sum", `vendor="${vendor}"`, seconds);
      add("vendor_seconds_count", `vendor="${vendor}"`, 1);
    },
    take() {
      const taken = [...counts.values()];
      counts = new Map();
      return taken;
    },
  };
}

/** How a call ended, in the words of ports/errors.ts. What the user or the clock has to mend is no error of the vendor's. */
function outcomeOf(error: unknown): string {
  if (error instanceof Pending) return "ok";
  if (error instanceof Throttled) return "throttled";
  if (error instanceof Unavailable) return "unavailable";
  if (error instanceof Refused) return "refused";
  if (error instanceof Unreachable) return "unreachable";
  return "error";
}

/** The same port, whose calls are counted and timed; those of its parts (`fal.queue.submit`) too. */
export function metered<T extends object>(
  port: T,
  vendor: string,
  { meter, clock }: { meter: Meter; clock: Clock },
  path = "",
): T {
  return new Proxy(port, {
    get(target, name, receiver) {
      const value: unknown = Reflect.get(target, name, receiver);
      if (typeof name !== "string") return value;
      const call = `${path}${name}`;
      if (hasMethods(value)) return metered(value, vendor, { meter, clock }, `${call}.`);
      if (typeof value !== "function") return value;
      return (...parameters: unknown[]) => {
        const began = clock.now().getTime();
        const count = (outcome: string) =>
          meter.count(vendor, call, outcome, (clock.now().getTime() - began) / 1000);
        const answer: unknown = Reflect.apply(value, target, parameters);
        if (answer instanceof Promise)
          answer.then(
            () => count("ok"),
            (error) => count(outcomeOf(error)),
          );
        return answer;
      };
    },
  });
}

/** A part of a port; what a port tells as data is left as it is. */
const hasMethods = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).some((one) => typeof one === "function");
