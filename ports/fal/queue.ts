import type { FalClient } from "@fal-ai/client";
import { Refused, Unavailable } from "../errors.ts";
import { isModelError } from "./answers.ts";
import { FalAnswered, type OpenClient, VENDOR_KEEPS_SECONDS } from "./client.ts";

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

const WAIT_SECONDS = 15;

/** FAL's queue through its client, which never repeats a submit here (client.ts). */
export function openFalQueue(open: OpenClient): FalQueue {
  /** Asks about a request. A model's error is an answer, too; FAL's own trouble is thrown. */
  async function ask<T>(question: (queue: FalClient["queue"]) => Promise<T>): Promise<T | FalAnswered> {
    const { queue } = await open();
    try {
      return await question(queue);
    } catch (error) {
      if (!(error instanceof FalAnswered)) throw new Unavailable("fal", WAIT_SECONDS, error);
      const { status, body } = error;
      if (status === 401 || status === 403) throw ofTheOperator(error);
      if (status === 429 || (status >= 500 && !isModelError(status, body))) throw later(error);
      return error;
    }
  }

  return {
    async submit(endpoint, input, webhookUrl) {
      const { queue } = await open();
      const order = {
        input,
        storageSettings: { expiresIn: VENDOR_KEEPS_SECONDS },
        ...(webhookUrl && { webhookUrl }),
      };
      try {
        const taken = await queue.submit(endpoint, order);
        const requestId = (taken as { request_id?: unknown } | null)?.request_id;
        return typeof requestId === "string" && /^[\w.:-]{1,200}$/.test(requestId)
          ? { requestId }
          : "unknown";
      } catch (error) {
        if (!(error instanceof FalAnswered)) return "unknown";
        const { status } = error;
        if (status === 401 || status === 403) throw ofTheOperator(error);
        // The front door was closed: nothing went in. Behind any other 5xx the request may have been taken.
        if (status === 429 || status === 503) throw later(error);
        if (status >= 500) return "unknown";
        throw new Refused("fal-refused", error);
      }
    },

    async standing(endpoint, requestId) {
      const answer = await ask<unknown>((queue) => queue.status(endpoint, { requestId }));
      if (answer instanceof FalAnswered && answer.status === 404) return { at: "lost" };
      const { status, queue_position } = (answer ?? {}) as { status?: unknown; queue_position?: unknown };
      if (status === "COMPLETED") return { at: "completed" };
      if (status === "IN_PROGRESS") return { at: "running" };
      if (status === "IN_QUEUE")
        return { at: "queued", position: typeof queue_position === "number" ? queue_position : null };
      throw new Unavailable("fal", WAIT_SECONDS, new Error("fal answered without a status"));
    },

    async result(endpoint, requestId) {
      const answer = await ask((queue) => queue.result(endpoint, { requestId }));
      if (!(answer instanceof FalAnswered)) return { ok: true, output: answer.data };
      const { status, body } = answer;
      const { detail } = (body ?? {}) as { detail?: unknown };
      if (status === 400 && /in progress/i.test(String(detail))) return "pending";
      return { ok: false, status, body };
    },

    async cancel(endpoint, requestId) {
      await ask((queue) => queue.cancel(endpoint, { requestId }));
    },
  };
}

/** No credit, or no key: nobody but the operator can change that. */
export function ofTheOperator(answer: FalAnswered): Refused {
  const { detail } = (answer.body ?? {}) as { detail?: unknown };
  const poor = /balance|locked|billing/i.test(String(detail));
  return new Refused(poor ? "fal-balance" : "fal-key", answer);
}

const later = (answer: FalAnswered): Unavailable =>
  new Unavailable("fal", answer.waitSeconds ?? WAIT_SECONDS, answer);
