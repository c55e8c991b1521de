/** One Bot API request and what became of it. */
export interface RecordedCall {
  id: number;
  method: string;
  payload: Record<string, unknown>;
  files?: { field: string; name: string; type: string; bytes: number }[];
  /** Milliseconds since the epoch. */
  time: number;
  /** Milliseconds until the answer. Unset while running, hanging or dropped. */
  ms?: number;
  status?: number;
  response?: unknown;
  /** Where the call differs from the documentation. */
  violations?: string[];
  /** A fault was at work. */
  spoilt?: boolean;
}

export interface Violation {
  call: number;
  method: string;
  message: string;
  /** Milliseconds since the epoch. */
  time: number;
}

export interface Journal {
  begin(method: string, payload: Record<string, unknown>, time: number): RecordedCall;
  violate(call: RecordedCall, message: string): void;
  calls(method?: string): RecordedCall[];
  find(id: number): RecordedCall | undefined;
  violations(): Violation[];
  clear(): void;
}

/** Remembers requests; the oldest are forgotten after `limit`, so that the simulator may run for days. */
export function makeJournal(limit = 10_000): Journal {
  const calls: RecordedCall[] = [];
  const violations: Violation[] = [];
  let lastId = 0;
  return {
    begin(method, payload, time) {
      const call: RecordedCall = { id: ++lastId, method, payload, time };
      calls.push(call);
      if (calls.length > limit) calls.shift();
      return call;
    },
    violate(call, message) {
      call.violations = [...(call.violations ?? []), message];
      violations.push({ call: call.id, method: call.method, message, time: call.time });
      if (violations.length > limit) violations.shift();
    },
    calls: (method) =>
      method === undefined
        ? [...calls]
        : calls.filter((call) => call.method.toLowerCase() === method.toLowerCase()),
    find: (id) => calls.findLast((call) => call.id === id),
    violations: () => [...violations],
    clear() {
      calls.length = 0;
      violations.length = 0;
    },
  };
}
