/** One request and what became of it. */
export interface Call {
  id: string;
  method: string;
  path: string;
  /** Milliseconds since the epoch. */
  startedAt: number;
  finishedAt?: number;
  /** What was answered; unset while running, hanging or dropped. */
  status?: number;
  /** JSON body, or the text fields of a form. */
  body?: unknown;
  file?: { name: string; type: string; bytes: number };
  /** Length of the recording, in seconds. */
  seconds?: number;
  /** Seconds of the ruler that were spoken, in order. */
  heard?: number[];
  /** The text answered. */
  text?: string;
  /** What a strict decoder complained about. */
  complaints?: string[];
}

/** A request that breaks the vendor's contract. */
export interface Violation {
  call: string;
  path: string;
  message: string;
}

export interface Journal {
  begin(call: Call): void;
  calls(): Call[];
  violate(call: Call, message: string): void;
  violations(): Violation[];
  clear(): void;
}

/** Remembers requests; the oldest are forgotten after `limit`, so that a simulator may run for days. */
export function makeJournal(limit = 10_000): Journal {
  const calls: Call[] = [];
  const violations: Violation[] = [];
  return {
    begin(call) {
      calls.push(call);
      if (calls.length > limit) calls.shift();
    },
    calls: () => [...calls],
    violate(call, message) {
      violations.push({ call: call.id, path: call.path, message });
      if (violations.length > limit) violations.shift();
    },
    violations: () => [...violations],
    clear() {
      calls.length = 0;
      violations.length = 0;
    },
  };
}

/** The largest number of calls that were under way at one moment. */
export function mostAtOnce(calls: Call[]): number {
  const edges = calls.flatMap(({ startedAt, finishedAt }) => [
    { at: startedAt, step: 1 },
    { at: finishedAt ?? Number.POSITIVE_INFINITY, step: -1 },
  ]);
  edges.sort((a, b) => a.at - b.at || a.step - b.step);
  let now = 0;
  let most = 0;
  for (const { step } of edges) {
    now += step;
    most = Math.max(most, now);
  }
  return most;
}
