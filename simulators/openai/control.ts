import type { IncomingMessage, ServerResponse } from "node:http";
import { type Fault, type Faults, parseFault } from "./faults.ts";
import { allowLocalPages, readBody, sendJson } from "./server.ts";

/** A fault that the chat page offers by name. */
export interface Preset {
  title: string;
  fault: Fault;
}

export interface Controls<F extends Fault = Fault> {
  name: string;
  faults: Faults<F>;
  presets: Preset[];
  /** Fields of a fault that only this vendor knows, with their types. */
  faultFields?: Record<string, string>;
  /** More of the state, for people. */
  state(): Record<string, unknown>;
  /** Routes of one simulator alone, `undefined` where there is none of this name. */
  act?(name: string, body: unknown): unknown;
}

/**
 * Routes under /__sim/, JSON in and out:
 * GET state · POST faults (a fault) → {id} · DELETE faults · DELETE faults/<id> · POST <act>.
 */
export async function control<F extends Fault>(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  controls: Controls<F>,
): Promise<void> {
  allowLocalPages(request, response);
  const { method } = request;
  const { faults } = controls;
  const name = path.replace(/^\/__sim\/?/, "");
  const id = /^faults\/(\d+)$/.exec(name)?.[1];
  if (method === "OPTIONS") return sendJson(response, 200, {});
  if (method === "GET" && name === "state") {
    const { presets } = controls;
    return sendJson(response, 200, {
      name: controls.name,
      faults: faults.list(),
      presets,
      ...controls.state(),
    });
  }
  if (method === "DELETE" && name === "faults") {
    faults.clear();
    return sendJson(response, 200, {});
  }
  if (method === "DELETE" && id) return sendJson(response, faults.remove(Number(id)) ? 200 : 404, {});
  if (method !== "POST") return sendJson(response, 404, { error: `no control route ${method} ${path}` });
  try {
    const body: unknown = JSON.parse((await readBody(request, 2 ** 20)).bytes.toString() || "{}");
    if (name === "faults") {
      return sendJson(response, 200, { id: faults.add(parseFault(body, controls.faultFields) as F) });
    }
    const answer = controls.act?.(name, body);
    sendJson(response, answer === undefined ? 404 : 200, answer ?? { error: `no control route ${path}` });
  } catch (cause) {
    sendJson(response, 400, { error: cause instanceof Error ? cause.message : String(cause) });
  }
}
