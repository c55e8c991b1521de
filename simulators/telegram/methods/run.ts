import { checkCall, findMethod, readStructures } from "../contract/check.ts";
import { ApiError, broken } from "../errors.ts";
import type { RawCall } from "../http/request.ts";
import type { RecordedCall } from "../journal.ts";
import type { Answer, Simulation } from "../simulation.ts";
import { findHandler } from "./index.ts";
import { Described } from "./receiving.ts";

/** Notes a call and where it differs from the documentation. Throws ApiError 404 for a method that does not exist. */
export function beginCall({ journal, now }: Simulation, name: string, raw: RawCall): RecordedCall {
  const known = findMethod(name);
  const values = known ? readStructures(known.fields, raw.values) : raw.values;
  const call = journal.begin(known?.name ?? name, values, now());
  if (raw.uploads.length > 0) {
    call.files = raw.uploads.map(({ field, name, type, bytes }) => ({
      field,
      name,
      type,
      bytes: bytes.length,
    }));
  }
  if (known) {
    const files = new Set(raw.uploads.map(({ field }) => field));
    const problems = checkCall(known.fields, values, { typed: raw.typed, files });
    for (const { path, what } of problems) journal.violate(call, `${path}: ${what}`);
  }
  return call;
}

/** Carries the call out. Throws ApiError where Telegram refuses, and notes refusals that the caller could have foreseen. */
export async function runCall(simulation: Simulation, call: RecordedCall, raw: RawCall): Promise<Answer> {
  try {
    if (!findMethod(call.method)) throw new ApiError(404, "Not Found: method not found", { broken: true });
    const handler = findHandler(call.method);
    if (!handler) throw broken(`the simulator does not know ${call.method}`);
    const done = await handler(simulation, { values: call.payload, uploads: raw.uploads });
    const answer = done instanceof Described ? done : { result: done };
    return {
      result: structuredClone(answer.result),
      ...("description" in answer && { description: answer.description }),
    };
  } catch (cause) {
    if (cause instanceof ApiError && cause.broken) simulation.journal.violate(call, cause.description);
    throw cause;
  }
}

/** The body Telegram answers, and the status, which is always the same as `error_code`. */
export function describeAnswer(answer: Answer | ApiError): { status: number; body: Record<string, unknown> } {
  if (!(answer instanceof ApiError)) {
    const { result, description } = answer;
    return { status: 200, body: { ok: true, result, ...(description && { description }) } };
  }
  const { code, description, parameters } = answer;
  return {
    status: code,
    body: { ok: false, error_code: code, description, ...(parameters && { parameters }) },
  };
}

/** Methods that an answer to the webhook may not call (Client.cpp: no result could be given back, or it would saw off its branch). */
const NOT_IN_ANSWERS = /^(get.*|setwebhook|deletewebhook|close|logout)$/i;

/** A method call in the answer to the webhook: carried out without a word back. */
export async function runWebhookAnswer(simulation: Simulation, raw: RawCall): Promise<void> {
  const { method, ...values } = raw.values;
  if (typeof method !== "string" || NOT_IN_ANSWERS.test(method)) return;
  const call = beginCall(simulation, method, { ...raw, values });
  const answer = await runCall(simulation, call, raw).catch((cause: unknown) => {
    if (cause instanceof ApiError) return cause;
    throw cause;
  });
  const { status, body } = describeAnswer(answer);
  call.status = status;
  call.response = body;
  call.ms = simulation.now() - call.time;
  simulation.events.tell({ type: "call", id: call.id });
}
