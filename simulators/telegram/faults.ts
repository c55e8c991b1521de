/** What can be made to go wrong. Plain data, so that the chat page can send it. */
export interface Fault {
  /** A method's name (any case), `*` every method, `file` downloads, `webhook` deliveries to the bot. Unset: `*`. */
  method?: string;
  /** Only calls about this chat. */
  chatId?: number;
  /** Answer with this status. For `webhook`: Telegram sees this status whatever the bot answered. */
  status?: number;
  /** Text of the error where the usual one does not fit. */
  description?: string;
  /** Seconds, for a 429 (header and parameters); 5 unless said. */
  retryAfter?: number;
  /** Wait this long first. */
  delayMs?: number;
  /** Never answer. */
  hang?: boolean;
  /** Close the connection without an answer; a download breaks off half way. For `webhook`: the update is lost. */
  drop?: boolean;
  /** The call takes effect although its answer is spoilt. */
  effect?: boolean;
  /** For `webhook`: the update is delivered twice. */
  duplicate?: boolean;
  /** Number of calls to spoil; then the fault is used up. Unset: until cleared. */
  times?: number;
  /** Let this many matching calls pass first. */
  after?: number;
}

export interface Faults {
  /** Returns the number to remove it by. */
  add(fault: Fault): number;
  remove(id: number): boolean;
  clear(): void;
  list(): (Fault & { id: number })[];
  /** The first fault that fits, counted as used. */
  take(method: string, chatId: number | undefined): Fault | undefined;
}

const FIELDS: Record<keyof Fault, string> = {
  method: "string",
  chatId: "number",
  status: "number",
  description: "string",
  retryAfter: "number",
  delayMs: "number",
  hang: "boolean",
  drop: "boolean",
  effect: "boolean",
  duplicate: "boolean",
  times: "number",
  after: "number",
};

/** Reads a fault that came as JSON. Throws, naming the field, on anything that is none. */
export function parseFault(value: unknown): Fault {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("a fault is an object");
  for (const [name, held] of Object.entries(value)) {
    const type = (FIELDS as Record<string, string>)[name];
    if (type === undefined) throw new Error(`a fault has no field ${name}`);
    if (typeof held !== type) throw new Error(`${name} of a fault is a ${type}`);
  }
  return value as Fault;
}

export function makeFaults(changed: () => void): Faults {
  const faults = new Map<number, Fault>();
  let lastId = 0;
  const fits = (fault: Fault, method: string, chatId: number | undefined) => {
    const wanted = (fault.method ?? "*").toLowerCase();
    const everyMethod = wanted === "*" && method !== "file" && method !== "webhook";
    if (!everyMethod && wanted !== method.toLowerCase()) return false;
    return fault.chatId === undefined || fault.chatId === chatId;
  };
  return {
    add(fault) {
      faults.set(++lastId, { ...fault });
      changed();
      return lastId;
    },
    remove(id) {
      const there = faults.delete(id);
      changed();
      return there;
    },
    clear() {
      faults.clear();
      changed();
    },
    list: () => [...faults].map(([id, fault]) => ({ id, ...fault })),
    take(method, chatId) {
      for (const [id, fault] of faults) {
        if (!fits(fault, method, chatId)) continue;
        if (fault.after) {
          fault.after -= 1;
          continue;
        }
        if (fault.times !== undefined && --fault.times <= 0) faults.delete(id);
        changed();
        return fault;
      }
      return undefined;
    },
  };
}

/** Faults that the chat page offers by name. */
export const PRESETS: { title: string; fault: Fault }[] = [
  { title: "Slow: every call takes 3 s", fault: { method: "*", delayMs: 3000 } },
  {
    title: "429 with retry_after 5, three times",
    fault: { method: "*", status: 429, retryAfter: 5, times: 3 },
  },
  { title: "502 Bad Gateway, twice", fault: { method: "*", status: 502, times: 2 } },
  { title: "500 Internal Server Error", fault: { method: "*", status: 500 } },
  { title: "Drafts are refused", fault: { method: "sendMessageDraft", status: 400 } },
  { title: "Timeout: next call is never answered", fault: { method: "*", hang: true, times: 1 } },
  {
    title: "Answer lost, though the call took effect",
    fault: { method: "*", drop: true, effect: true, times: 1 },
  },
  { title: "403 bot was blocked by the user", fault: { method: "*", status: 403 } },
  { title: "File downloads: 502, twice", fault: { method: "file", status: 502, times: 2 } },
  { title: "File download breaks off half way", fault: { method: "file", drop: true, times: 1 } },
  { title: "Webhook: update delivered twice", fault: { method: "webhook", duplicate: true } },
  { title: "Webhook: next update lost", fault: { method: "webhook", drop: true, times: 1 } },
  { title: "Webhook: updates 10 s late", fault: { method: "webhook", delayMs: 10_000 } },
  { title: "Webhook: answer lost, so sent again", fault: { method: "webhook", status: 502, times: 1 } },
];
