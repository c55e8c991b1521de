/** What can be made to go wrong, and where. All fields are plain data, so that the chat page can send them. */
export interface Fault {
  /** Part of the request's path, such as `transcriptions`. Unset: every request. */
  route?: string;
  /** Answer with this HTTP status. */
  status?: number;
  /** The vendor's error code; alone it implies the status, such as `insufficient_quota` (429). */
  code?: string;
  /** Text of the error, where the vendor's usual one does not fit. */
  message?: string;
  /** Seconds for the `retry-after` header. */
  retryAfter?: number;
  /** Wait this long before anything else. */
  delayMs?: number;
  /** Never answer; the caller's timeout has to notice. */
  hang?: boolean;
  /** Close the connection without an answer. */
  drop?: boolean;
  /** Number of requests to spoil; then the fault is used up. Unset: until cleared. */
  times?: number;
  /** Let this many matching requests pass first. */
  after?: number;
  /** Only recordings in which the ruler speaks this second. */
  hears?: number;
  /** What the speech model says instead of, or does to, what it heard. */
  speech?: SpeechFault;
}

export interface SpeechFault {
  /** Says this instead. `""` is a model that heard nothing. */
  text?: string;
  /** Adds a phrase that nobody said, as models do in silence. */
  invented?: string;
  /** Says the last sentence (or the last three words) this many times over. */
  loop?: number;
  /** Keeps only this share of the words, 0…1. */
  keep?: number;
}

export interface Faults<F extends Fault = Fault> {
  /** Returns the id to remove it by. */
  add(fault: F): number;
  remove(id: number): boolean;
  clear(): void;
  list(): (F & { id: number })[];
  /** The first fault that fits the request, counted as used. `fits` decides about the rest of its fields. */
  take(path: string, fits: (fault: F) => boolean): F | undefined;
}

export function makeFaults<F extends Fault = Fault>(): Faults<F> {
  const faults = new Map<number, F>();
  let lastId = 0;
  return {
    add(fault) {
      faults.set(++lastId, { ...fault });
      return lastId;
    },
    remove: (id) => faults.delete(id),
    clear: () => faults.clear(),
    list: () => [...faults].map(([id, fault]) => ({ id, ...fault })),
    take(path, fits) {
      for (const [id, fault] of faults) {
        if (fault.route !== undefined && !path.includes(fault.route)) continue;
        if (!fits(fault)) continue;
        if ((fault.after ?? 0) > 0) {
          fault.after = (fault.after ?? 0) - 1;
          continue;
        }
        if (fault.times !== undefined && --fault.times <= 0) faults.delete(id);
        return fault;
      }
      return undefined;
    },
  };
}

/** A fault sent over HTTP, checked field by field; `more`: the type of each field of one vendor alone. Throws a sentence for the sender. */
export function parseFault(value: unknown, more: Record<string, string> = {}): Fault {
  const fields = { ...FIELDS, ...more };
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new TypeError("a fault is an object");
  }
  for (const [name, given] of Object.entries(value)) {
    const wanted = fields[name];
    if (!wanted) throw new TypeError(`a fault has no field ${name}`);
    const matches = typeof given === wanted && given !== null && !Number.isNaN(given);
    if (!matches) throw new TypeError(`${name} of a fault is a ${wanted}`);
  }
  return value as Fault;
}

const FIELDS: Record<string, string> = {
  route: "string",
  status: "number",
  code: "string",
  message: "string",
  retryAfter: "number",
  delayMs: "number",
  hang: "boolean",
  drop: "boolean",
  times: "number",
  after: "number",
  hears: "number",
  speech: "object",
};
