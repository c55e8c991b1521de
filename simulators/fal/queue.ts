import { randomUUID } from "node:crypto";
import type { Faults } from "../openai/faults.ts";
import { ENDPOINTS, type Endpoint } from "./endpoints.ts";
import { FalError, modelError } from "./errors.ts";
import type { FalFault, Outcome } from "./fal-faults.ts";
import { type Delivery, persist, post, rest, type Signer, type Spoilt } from "./webhooks.ts";
import { type Input, runModel, type Workshop } from "./work.ts";

export interface FalRequest {
  id: string;
  /** As submitted, with its whole path. */
  endpoint: string;
  input: Input;
  webhook?: string;
  status: "IN_QUEUE" | "IN_PROGRESS" | "COMPLETED";
  submittedAt: number;
  completedAt?: number;
  /** Set when completed. */
  result?: { status: number; body: unknown; headers: Record<string, string> };
  cancelled: boolean;
  deliveries: Delivery[];
}

/** How long things take here, in milliseconds. */
export interface Speed {
  queueMs: number;
  trainingMs: number;
  drawingMs: number;
  transcribingMs: number;
  /** Pause before the first retry of a delivery; each next is twice as long. */
  retryMs: number;
  /** How late a delivery is that comes late. */
  lateMs: number;
  /** Nothing finishes by itself, only by `finish`. */
  manual: boolean;
}

export interface QueueParts {
  speed: Speed;
  faults: Faults<FalFault>;
  signer: Signer;
  workshop: Workshop;
}

export interface Queue {
  submit(endpoint: string, input: Input, webhook: string | undefined): Promise<FalRequest>;
  find(id: string): FalRequest | undefined;
  list(): FalRequest[];
  /** Completes now; returns when it is completed, not when it is delivered. */
  finish(id: string, outcome?: Outcome): Promise<void>;
  cancel(request: FalRequest): boolean;
  /** One more delivery of what is completed. Returns the receiver's status. */
  deliver(id: string, spoilt?: Spoilt): Promise<number | undefined>;
  /** Resolves when the request is completed. */
  completed(request: FalRequest): Promise<void>;
  close(): void;
}

export function makeQueue({ speed, faults, signer, workshop }: QueueParts): Queue {
  const requests = new Map<string, FalRequest>();
  const hurry = new Map<string, (outcome?: Outcome) => void>();
  const done = new Map<string, Promise<void>>();
  const closing = new AbortController();

  const live = async (request: FalRequest, endpoint: Endpoint, early: boolean): Promise<void> => {
    const forced = new Promise<Outcome | undefined>((resolve) => hurry.set(request.id, resolve));
    const wait = (ms: number) => Promise.race([speed.manual ? forced : rest(ms, closing.signal), forced]);
    if (!early) await wait(speed.queueMs);
    request.status = "IN_PROGRESS";
    const fault = faults.take(request.endpoint, ({ outcome }) => outcome !== undefined);
    const took = request.cancelled ? undefined : wait(early ? 0 : durationOf(endpoint, speed));
    const model = runSafely(endpoint, request.input, workshop, fault?.outcome);
    const ordered = await took;
    request.result = await settle(request, model, ordered ?? fault?.outcome);
    request.status = "COMPLETED";
    request.completedAt = Date.now();
    hurry.delete(request.id);
  };

  const attempt = async (request: FalRequest, spoilt?: Spoilt): Promise<number | undefined> => {
    if (!request.webhook || !request.result) return undefined;
    const delivery: Delivery = { at: Date.now(), ...(spoilt && { spoilt }) };
    request.deliveries.push(delivery);
    const body = deliveryBody(request, spoilt);
    const headers = signer.headers(request.id, body, spoilt);
    const sent = spoilt === "tampered" ? body.replace('"OK"', '"ok"').replace('"ERROR"', '"OK"') : body;
    const status = await post(request.webhook, sent, headers, closing.signal);
    if (status !== undefined) delivery.status = status;
    return status;
  };

  const deliverAll = async (request: FalRequest): Promise<void> => {
    if (!request.webhook || request.cancelled) return;
    const fault = faults.take(
      request.endpoint,
      ({ webhook }) => webhook !== undefined && webhook !== "early",
    );
    const spoilt = fault?.webhook;
    if (spoilt === "lost") return;
    if (spoilt === "late") await rest(speed.lateMs, closing.signal);
    const times = spoilt === "duplicate" ? 2 : 1;
    for (let i = 0; i < times; i++)
      await persist(() => attempt(request, spoilt), speed.retryMs, closing.signal);
  };

  return {
    async submit(path, input, webhook) {
      const endpoint = ENDPOINTS[path];
      if (!endpoint)
        throw new FalError(404, { detail: `Application '${path.split("/")[1] ?? path}' not found` });
      const request: FalRequest = {
        id: randomUUID(),
        endpoint: path,
        input,
        status: "IN_QUEUE",
        submittedAt: Date.now(),
        cancelled: false,
        deliveries: [],
        ...(webhook !== undefined && { webhook }),
      };
      requests.set(request.id, request);
      const early = faults.take(path, (fault) => fault.webhook === "early") !== undefined;
      const life = live(request, endpoint, early);
      done.set(request.id, life);
      if (early) {
        await life;
        const first = attempt(request, "early");
        let tries = 0;
        void persist(() => (tries++ === 0 ? first : attempt(request)), speed.retryMs, closing.signal);
        await first;
      } else void life.then(() => deliverAll(request));
      return request;
    },
    find: (id) => requests.get(id),
    list: () => [...requests.values()],
    async finish(id, outcome) {
      if (!requests.has(id)) throw new Error(`there is no request ${id}`);
      hurry.get(id)?.(outcome ?? {});
      await done.get(id);
    },
    cancel(request) {
      if (request.status === "COMPLETED") return false;
      request.cancelled = true;
      hurry.get(request.id)?.({});
      return true;
    },
    async deliver(id, spoilt) {
      const request = requests.get(id);
      if (!request?.result) throw new Error(`request ${id} is not completed`);
      return attempt(request, spoilt);
    },
    completed: (request) => done.get(request.id) ?? Promise.resolve(),
    close: () => closing.abort(),
  };
}

function durationOf(endpoint: Endpoint, speed: Speed): number {
  const times = {
    train: speed.trainingMs,
    draw: speed.drawingMs,
    enlarge: speed.drawingMs,
    transcribe: speed.transcribingMs,
  };
  return times[endpoint.kind];
}

type Result = NonNullable<FalRequest["result"]>;

async function runSafely(
  endpoint: Endpoint,
  input: Input,
  workshop: Workshop,
  outcome?: Outcome,
): Promise<Result> {
  try {
    const body = await runModel(endpoint, input, workshop, outcome?.nsfw);
    return { status: 200, body, headers: { "x-fal-billable-units": "1" } };
  } catch (cause) {
    if (cause instanceof FalError) return { status: cause.status, body: cause.body, headers: cause.headers };
    const detail = { loc: ["body"], msg: String(cause), type: "internal_server_error" };
    const { status, body, headers } = modelError([detail], 500);
    return { status, body, headers };
  }
}

/** What comes of a request: what was ordered, or what the model made. */
async function settle(request: FalRequest, model: Promise<Result>, ordered?: Outcome): Promise<Result> {
  if (request.cancelled) {
    const body = { detail: "The request was cancelled", error_type: "client_cancelled" };
    return { status: 499, body, headers: { "x-fal-error-type": "client_cancelled" } };
  }
  if (ordered?.body !== undefined) return { status: ordered.status ?? 200, body: ordered.body, headers: {} };
  if (ordered?.status !== undefined) {
    const msg =
      ordered.message ??
      "The content could not be processed because it contained material flagged by a content checker.";
    const type = ordered.type ?? "content_policy_violation";
    const { status, body, headers } = modelError([{ loc: ["body", "prompt"], msg, type }], ordered.status);
    return { status, body, headers };
  }
  return model;
}

function deliveryBody(request: FalRequest, spoilt?: Spoilt): string {
  const { id, result } = request;
  const ids = { request_id: id, gateway_request_id: id };
  const ok = result !== undefined && result.status < 400;
  if (!ok)
    return JSON.stringify({
      ...ids,
      status: "ERROR",
      error: `Invalid status code: ${result?.status}`,
      payload: result?.body,
    });
  if (spoilt === "payload_error") {
    const reason =
      "Response payload is not JSON serializable. Either return a JSON serializable object or use the queue endpoint to retrieve the response.";
    return JSON.stringify({ ...ids, status: "OK", error: null, payload: null, payload_error: reason });
  }
  return JSON.stringify({ ...ids, status: "OK", error: null, payload: result.body });
}
