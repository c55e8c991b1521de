import type { Preset } from "../openai/control.ts";
import type { Fault } from "../openai/faults.ts";
import type { Spoilt } from "./webhooks.ts";

/** What comes of a request instead of what the model would make. */
export interface Outcome {
  /** The model fails with this status. */
  status?: number;
  /** The error's type; `content_policy_violation` unless said. */
  type?: string;
  message?: string;
  /** The result itself: an output, or an error body (a list or a string as `detail`). */
  body?: unknown;
  /** The safety checker blackens the pictures. */
  nsfw?: boolean;
}

/** Faults of the platform (as for any vendor), of the model, or of the delivery. `route` matches the endpoint. */
export interface FalFault extends Fault {
  outcome?: Outcome;
  webhook?: Spoilt;
}

export const FAULT_FIELDS = { outcome: "object", webhook: "string" };

/** Whether the fault spoils an HTTP exchange, and not a model's work or a delivery. */
export function isWireFault(fault: FalFault): boolean {
  return fault.outcome === undefined && fault.webhook === undefined;
}

const VALIDATION = {
  detail: [{ loc: ["body", "prompt"], msg: "field required", type: "value_error.missing" }],
};

/** Faults that the chat page offers by name. */
export const PRESETS: (Preset & { fault: FalFault })[] = [
  { title: "FAL: balance exhausted (403)", fault: { status: 403 } },
  { title: "FAL: wrong key (401)", fault: { status: 401 } },
  { title: "FAL: too many at once (429), twice", fault: { status: 429, retryAfter: 5, times: 2 } },
  { title: "FAL: unavailable (503), twice", fault: { status: 503, times: 2 } },
  { title: "FAL: never answers, once", fault: { hang: true, times: 1 } },
  { title: "FAL: connection drops, once", fault: { drop: true, times: 1 } },
  {
    title: "FAL: model refuses the input (422)",
    fault: { outcome: { status: 422, body: VALIDATION }, times: 1 },
  },
  {
    title: "FAL: model refuses in one sentence",
    fault: { outcome: { status: 422, body: { detail: "Training failed" } }, times: 1 },
  },
  { title: "FAL: content refused", fault: { outcome: { status: 422 }, times: 1 } },
  {
    title: "FAL: model breaks (500)",
    fault: { outcome: { status: 500, type: "internal_server_error" }, times: 1 },
  },
  { title: "FAL: picture blackened", fault: { outcome: { nsfw: true }, times: 1 } },
  { title: "FAL: webhook lost", fault: { webhook: "lost", times: 1 } },
  { title: "FAL: webhook late", fault: { webhook: "late", times: 1 } },
  { title: "FAL: webhook twice", fault: { webhook: "duplicate", times: 1 } },
  { title: "FAL: webhook forged", fault: { webhook: "forged", times: 1 } },
  { title: "FAL: webhook too old", fault: { webhook: "stale", times: 1 } },
  { title: "FAL: webhook without its payload", fault: { webhook: "payload_error", times: 1 } },
  { title: "FAL: webhook before the answer", fault: { webhook: "early", times: 1 } },
];
