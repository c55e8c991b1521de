import type { IncomingMessage, ServerResponse } from "node:http";
import { PRESETS, parseFault } from "../faults.ts";
import { readBody } from "../http/request.ts";
import { sendFile, sendJson } from "../http/serve.ts";
import type { TelegramSimulator } from "../index.ts";
import type { Simulation } from "../simulation.ts";
import { act } from "./acts.ts";
import { servePage } from "./page.ts";
import { makeStash } from "./stash.ts";
import { describeCall, describeState } from "./state.ts";
import { stream } from "./stream.ts";

export interface ControlNeeds {
  simulation: Simulation;
  simulator: TelegramSimulator;
  neighbours: { name: string; controlUrl: string }[];
}

const stash = makeStash();
const JSON_BYTES = 2 ** 20;
/** People send files up to 2 GB; this is for trying things out. */
const FILE_BYTES = 200 * 2 ** 20;

/**
 * The chat page and its routes, for this machine's pages only:
 * GET / and page files · GET /__sim/state · GET /__sim/events (server-sent events) · GET /__sim/file/<file_id> ·
 * GET /__sim/calls/<id> · POST /__sim/stash (a file's bytes) → {id} · POST /__sim/<act> ·
 * POST and DELETE /__sim/faults[/<id>].
 */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  needs: ControlNeeds,
): Promise<void> {
  const { method } = request;
  const path = url.pathname;
  if (!path.startsWith("/__sim/")) return servePage(request, response, path, needs.neighbours);
  if (!isLocalPage(request))
    return sendJson(response, 403, { error: "only pages of this machine may do this" });
  const { simulation, simulator } = needs;
  const route = path.slice("/__sim/".length);
  const fileId = /^file\/([\w-]+)$/.exec(route)?.[1];
  const callId = /^calls\/(\d+)$/.exec(route)?.[1];
  const faultId = /^faults\/(\d+)$/.exec(route)?.[1];
  if (method === "GET" && route === "state") {
    return sendJson(response, 200, {
      ...describeState(simulation),
      presets: PRESETS,
      neighbours: needs.neighbours,
    });
  }
  if (method === "GET" && route === "events") return stream(request, response, simulation);
  if (method === "GET" && fileId) return serveMedia(request, response, simulation, fileId);
  if (method === "GET" && callId) {
    const call = simulation.journal.find(Number(callId));
    return sendJson(response, call ? 200 : 404, call ? { ...describeCall(call), ...call } : {});
  }
  if (method === "DELETE" && route === "faults") {
    simulator.faults.clear();
    return sendJson(response, 200, {});
  }
  if (method === "DELETE" && faultId) {
    return sendJson(response, simulator.faults.remove(Number(faultId)) ? 200 : 404, {});
  }
  if (method !== "POST") return sendJson(response, 404, { error: `no such route: ${method} ${path}` });
  const body = await readBody(request, route === "stash" ? FILE_BYTES : JSON_BYTES);
  if (!body) return sendJson(response, 413, { error: "too large" });
  try {
    if (route === "stash") return sendJson(response, 200, { id: stash.put(body) });
    const given = JSON.parse(body.toString() || "{}") as Record<string, unknown>;
    if (route === "faults") return sendJson(response, 200, { id: simulator.faults.add(parseFault(given)) });
    const done = await act(route, given, needs, stash);
    if (done === undefined) return sendJson(response, 404, { error: `no such route: POST ${path}` });
    sendJson(response, 200, done);
  } catch (cause) {
    sendJson(response, 400, { error: cause instanceof Error ? cause.message : String(cause) });
  }
}

/** A page elsewhere must not drive this one: its requests carry its Origin, and reach us under a foreign Host when DNS lies. */
function isLocalPage({ headers }: IncomingMessage): boolean {
  const local = /^(https?:\/\/)?(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
  return (
    local.test(headers.host ?? "localhost") && (headers.origin === undefined || local.test(headers.origin))
  );
}

/** A file for the page. What could run as a page of ours is only ever downloaded. */
function serveMedia(
  request: IncomingMessage,
  response: ServerResponse,
  { files }: Simulation,
  fileId: string,
): void {
  const record = files.find(fileId);
  if (!record) {
    sendJson(response, 404, {});
    return;
  }
  const harmless = /^(audio|video)\/|^image\/(jpeg|png|webp|gif)$/.test(record.mime ?? "");
  sendFile(request, response, files.read(record), {
    "content-type": harmless ? (record.mime ?? "") : "application/octet-stream",
    "content-disposition": `${harmless ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(record.name ?? "file")}`,
    "content-security-policy": "sandbox; default-src 'none'; media-src 'self'; img-src 'self'",
    "x-content-type-options": "nosniff",
  });
}
