import { keepDelivery, type NewDelivery } from "../../domain/deliveries/index.ts";
import { owe, withId } from "../../domain/jobs/index.ts";
import { nameTrouble, Unavailable } from "../../ports/errors.ts";
import { commit } from "../../ports/postgres.ts";
import type { Visit } from "../visit.ts";
import { isJson, readBody, readJson } from "./body.ts";

/** FAL sends results as addresses, not as bytes; a larger body is not what was ordered. */
const BODY_BYTES = 4_000_000;

/**
 * A doorbell: who rings, what do they bring, keep it, owe its reading, answer. FAL repeats whatever is not answered 2xx
 * ten times over two hours, so trouble of ours is answered 503.
 */
export async function falWebhook(request: Request, { ports, later }: Visit): Promise<Response> {
  const { fal, db, clock, jobs, log, env } = ports;
  if (!isJson(request)) return new Response("expected application/json", { status: 415 });
  const body = await readBody(request, BODY_BYTES);
  if (!body) return new Response("too large", { status: 413 });
  try {
    const now = clock.now();
    const signed = await fal.signed(request.headers, body, now);
    if (!signed && !env.FAL_TRAINING_TEST_MODE) return new Response("unsigned", { status: 401 });
    const delivery = await readDelivery(request, body, signed);
    // Without a signature only the older body of the test mode is accepted, never one that looks like FAL's own.
    if (!delivery || (!signed && delivery.kind === "current"))
      return new Response("not a delivery", { status: signed ? 400 : 401 });

    const { change, job } = keepDelivery(db, delivery.kept, now);
    const owed = withId(job, now);
    await commit(db, [change, owe(db, owed, now)]);
    later(jobs.wake([owed]));
    log.info("fal.delivery", { request: delivery.kept.requestId, job: owed.id, signed });
    return new Response("noted");
  } catch (error) {
    log.error("fal.postponed", { error: nameTrouble(error) });
    return new Response("try again", {
      status: 503,
      headers: { "retry-after": String(error instanceof Unavailable ? error.waitSeconds : 60) },
    });
  }
}

/** FAL's body (`request_id`, `status` OK or ERROR, …), or the older one (`finetune_id`, `status`, `progress`). */
async function readDelivery(
  request: Request,
  bytes: Uint8Array,
  signed: boolean,
): Promise<{ kind: "current" | "older"; kept: NewDelivery } | null> {
  const body = readJson(bytes);
  if (!body) return null;
  const [kind, requestId] =
    "request_id" in body ? (["current", body.request_id] as const) : (["older", body.finetune_id] as const);
  if (typeof requestId !== "string" || !/^[\w.:-]{1,200}$/.test(requestId) || typeof body.status !== "string")
    return null;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return {
    kind,
    kept: {
      requestId,
      reference: new URL(request.url).searchParams.get("ref")?.slice(0, 64) ?? null,
      digest: digest.toHex(),
      signed,
      body,
    },
  };
}
