import { Refused, Unavailable } from "../errors.ts";
import { isModelError } from "./answers.ts";

/** How a request stands at FAL. "lost": FAL does not know it. */
export type Standing =
  | { at: "queued"; position: number | null }
  | { at: "running" }
  | { at: "completed" }
  | { at: "lost" };

export interface FalQueue {
  /**
   * Sends a request, once. Answers FAL's id of it, or "unknown" when the answer was lost: then FAL may have it, and be
   * paid for it. Throws Unavailable or Refused only when FAL has surely taken nothing.
   */
  submit(
    endpoint: string,
    input: object,
    webhookUrl: string | null,
  ): Promise<{ requestId: string } | "unknown">;
  standing(endpoint: string, requestId: string): Promise<Standing>;
  /** The output, or the model's error with its status; "pending" while there is none. */
  result(
    endpoint: string,
    requestId: string,
  ): Promise<{ ok: true; output: unknown } | { ok: false; status: number; body: unknown } | "pending">;
  /** Asks FAL to stop. What is finished or unknown there is fine. */
  cancel(endpoint: string, requestId: string): Promise<void>;
}

/** FAL answers a submit within a second or two; past this the answer counts as lost. Below the job's lease. */
const CALL_TIMEOUT_MS = 30_000;
const WAIT_SECONDS = 15;

/** What FAL makes is copied at once; its own copy goes after this long (X-Fal-Object-Lifecycle-Preference). */
const VENDOR_KEEPS_SECONDS = 7 * 86_400;

/**
 * FAL's queue over plain fetch: the client library repeats a submit, and a repeated submit is a second training that is
 * paid for. Requests are asked about under the first two segments of their endpoint (fal.ai, "Queue").
 */
export function openFalQueue(queueUrl: string, key: string | undefined): FalQueue {
  const addressOf = (endpoint: string, requestId: string) =>
    `${queueUrl}/${endpoint.split("/").slice(0, 2).join("/")}/requests/${encodeURIComponent(requestId)}`;

  const call = (url: string, init: RequestInit = {}): Promise<Response> =>
    fetch(url, {
      ...init,
      headers: {
        authorization: `Key ${key ?? ""}`,
        accept: "application/json",
        ...(init.headers as Record<string, string> | undefined),
      },
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    });

  async function ask(url: string, init?: RequestInit): Promise<{ status: number; body: unknown }> {
    const response = await call(url, init).catch((cause: unknown) => {
      throw new Unavailable("fal", WAIT_SECONDS, cause);
    });
    const body: unknown = await response.json().catch(() => null);
    const { status } = response;
    if (status === 401 || status === 403) throw ofTheOperator(status, body);
    if (status === 429 || (status >= 500 && !isModelError(status, body))) throw later(response);
    return { status, body };
  }

  return {
    async submit(endpoint, input, webhookUrl) {
      const url = new URL(`${queueUrl}/${endpoint}`);
      if (webhookUrl) url.searchParams.set("fal_webhook", webhookUrl);
      let response: Response;
      try {
        response = await call(url.href, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            "x-fal-object-lifecycle-preference": JSON.stringify({
              expiration_duration_seconds: VENDOR_KEEPS_SECONDS,
            }),
          },
          body: JSON.stringify(input),
        });
      } catch {
        return "unknown";
      }
      const body: unknown = await response.json().catch(() => null);
      const { status } = response;
      if (response.ok) {
        const requestId = (body as { request_id?: unknown } | null)?.request_id;
        return typeof requestId === "string" && /^[\w.:-]{1,200}$/.test(requestId)
          ? { requestId }
          : "unknown";
      }
      if (status === 401 || status === 403) throw ofTheOperator(status, body);
      // The front door was closed: nothing went in. Behind any other 5xx the request may have been taken.
      if (status === 429 || status === 503) throw later(response);
      if (status >= 500) return "unknown";
      throw new Refused("fal-refused", new Error(`fal answered ${status}`));
    },

    async standing(endpoint, requestId) {
      const { status, body } = await ask(`${addressOf(endpoint, requestId)}/status?logs=0`);
      if (status === 404) return { at: "lost" };
      const { status: word, queue_position } = (body ?? {}) as { status?: unknown; queue_position?: unknown };
      if (word === "COMPLETED") return { at: "completed" };
      if (word === "IN_PROGRESS") return { at: "running" };
      if (word === "IN_QUEUE")
        return { at: "queued", position: typeof queue_position === "number" ? queue_position : null };
      throw new Unavailable("fal", WAIT_SECONDS, new Error(`fal answered ${status} without a status`));
    },

    async result(endpoint, requestId) {
      const { status, body } = await ask(addressOf(endpoint, requestId));
      if (status === 200) return { ok: true, output: body };
      const { detail } = (body ?? {}) as { detail?: unknown };
      if (status === 400 && /in progress/i.test(String(detail))) return "pending";
      return { ok: false, status, body };
    },

    async cancel(endpoint, requestId) {
      await ask(`${addressOf(endpoint, requestId)}/cancel`, { method: "PUT" });
    },
  };
}

/** No credit, or no key: nobody but the operator can change that. */
function ofTheOperator(status: number, body: unknown): Refused {
  const { detail } = (body ?? {}) as { detail?: unknown };
  const poor = /balance|locked|billing/i.test(String(detail));
  return new Refused(poor ? "fal-balance" : "fal-key", new Error(`fal answered ${status}`));
}

const later = (response: Response): Unavailable =>
  new Unavailable(
    "fal",
    Number(response.headers.get("retry-after")) || WAIT_SECONDS,
    new Error(`fal answered ${response.status}`),
  );
