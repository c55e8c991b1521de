import type { IncomingMessage, ServerResponse } from "node:http";
import type { Call, Journal } from "../openai/journal.ts";
import { readBody, send, sendJson, sleep } from "../openai/server.ts";
import { FalError } from "./errors.ts";
import type { Files } from "./files.ts";
import type { FalRequest, Queue } from "./queue.ts";

export interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  call: Call;
  origin: string;
  queue: Queue;
  files: Files;
  journal: Journal;
}

/** Inputs are small: files are named by their addresses. Data URIs of photos are the exception. */
const INPUT_BYTES = 100 * 2 ** 20;
const UPLOAD_BYTES = 512 * 2 ** 20;

/** POST /<owner>/<alias>[/<more>]?fal_webhook=… */
export async function submit({ request, response, url, call, origin, queue }: Exchange): Promise<void> {
  const { bytes } = await readBody(request, INPUT_BYTES);
  let input: unknown;
  try {
    input = JSON.parse(bytes.toString());
  } catch {}
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new FalError(422, { detail: "The body of the request is not a JSON object" });
  }
  call.body = input;
  const webhook = url.searchParams.get("fal_webhook") ?? undefined;
  const path = url.pathname.slice(1);
  const submitted = await queue.submit(path, input as Record<string, unknown>, webhook);
  const answer = {
    status: "IN_QUEUE",
    queue_position: 0,
    ...linksOf(submitted, origin),
    gateway_request_id: submitted.id,
  };
  sendJson(response, 200, answer, { "x-fal-request-id": submitted.id });
}

/** /<owner>/<alias>/requests/<id>[/status[/stream] | /cancel]: only the first two segments of the endpoint. */
export async function askAboutRequest(exchange: Exchange): Promise<void> {
  const { request, response, url, call, origin, queue, journal } = exchange;
  const match = /^\/(.+)\/requests\/([\w-]+)(\/status|\/status\/stream|\/cancel)?$/.exec(url.pathname);
  const [, app = "", id = "", what = ""] = match ?? [];
  const found = queue.find(id);
  const owner = found?.endpoint.split("/").slice(0, 2).join("/");
  if (found && app !== owner)
    journal.violate(call, `requests of ${found.endpoint} are asked about under /${owner}, not /${app}`);
  if (!found || app !== owner) throw new FalError(404, { detail: "Request not found" });
  const wanted = what === "/cancel" ? "PUT" : "GET";
  if (request.method !== wanted) throw new FalError(405, { detail: "Method Not Allowed" });
  const headers = { "x-fal-request-id": id };
  switch (what) {
    case "/status": {
      const logs = url.searchParams.get("logs") === "1";
      return sendJson(
        response,
        found.status === "COMPLETED" ? 200 : 202,
        statusOf(found, origin, logs),
        headers,
      );
    }
    case "/status/stream":
      return streamStatus(response, found, origin, queue);
    case "/cancel": {
      const cancelled = queue.cancel(found);
      return sendJson(
        response,
        cancelled ? 202 : 400,
        { status: cancelled ? "CANCELLATION_REQUESTED" : "ALREADY_COMPLETED" },
        headers,
      );
    }
    default: {
      if (!found.result) throw new FalError(400, { detail: "Request is still in progress" });
      return sendJson(response, found.result.status, found.result.body, {
        ...headers,
        ...found.result.headers,
      });
    }
  }
}

async function streamStatus(
  response: ServerResponse,
  found: FalRequest,
  origin: string,
  queue: Queue,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream; charset=utf-8" });
  let last = "";
  while (!response.destroyed) {
    if (found.status !== last) response.write(`data: ${JSON.stringify(statusOf(found, origin, true))}\n\n`);
    last = found.status;
    if (found.status === "COMPLETED") break;
    await Promise.race([sleep(50), queue.completed(found)]);
  }
  response.end();
}

/** Where to ask about a request. */
export function linksOf(found: FalRequest, origin: string) {
  const base = `${origin}/${found.endpoint.split("/").slice(0, 2).join("/")}/requests/${found.id}`;
  return {
    request_id: found.id,
    response_url: base,
    status_url: `${base}/status`,
    cancel_url: `${base}/cancel`,
  };
}

function statusOf(found: FalRequest, origin: string, withLogs: boolean): Record<string, unknown> {
  const timestamp = new Date(found.submittedAt).toISOString();
  const logs = withLogs
    ? [{ message: `working on ${found.endpoint}`, level: "INFO", source: "USER", timestamp }]
    : null;
  const base = { status: found.status, ...linksOf(found, origin) };
  if (found.status === "IN_QUEUE") return { ...base, queue_position: 0 };
  if (found.status === "IN_PROGRESS") return { ...base, logs };
  const seconds = ((found.completedAt ?? 0) - found.submittedAt) / 1000;
  return { ...base, logs, metrics: { inference_time: seconds } };
}

/** /storage/…: promises of places, uploads whole or in parts. */
export async function store({ request, response, url, origin, files }: Exchange): Promise<void> {
  const { method } = request;
  const { bytes, length } = await readBody(request, UPLOAD_BYTES);
  if (length > UPLOAD_BYTES) throw new FalError(413, { detail: "File too large" });
  if (method === "POST" && /^\/storage\/upload\/initiate(-multipart)?$/.test(url.pathname)) {
    const asked = parseJson(bytes);
    if (typeof asked.content_type !== "string" || typeof asked.file_name !== "string") {
      throw new FalError(422, { detail: "content_type and file_name are required" });
    }
    const { uploadPath, fileUrl } = files.reserve(asked.file_name, asked.content_type);
    return sendJson(response, 200, { upload_url: `${origin}${uploadPath}?signed=1`, file_url: fileUrl });
  }
  const [, path = "", part] = /^(\/storage\/put\/\w+)(?:\/(\d+|complete))?$/.exec(url.pathname) ?? [];
  if (method === "PUT" && part !== "complete") {
    const known = files.upload(path, bytes, part === undefined ? undefined : Number(part));
    if (!known) throw new FalError(403, { detail: "The upload address is not valid" });
    return sendJson(
      response,
      200,
      part === undefined ? {} : { partNumber: Number(part), etag: `"${bytes.length}"` },
    );
  }
  if (method === "POST" && part === "complete") {
    const parts = parseJson(bytes).parts;
    const numbers = Array.isArray(parts)
      ? parts.map((each: { partNumber?: unknown }) => Number(each?.partNumber))
      : [];
    if (!files.complete(path, numbers)) throw new FalError(400, { detail: "Parts are missing" });
    return sendJson(response, 200, {});
  }
  throw new FalError(404, { detail: "Not found" });
}

function parseJson(bytes: Buffer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString());
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch {}
  throw new FalError(422, { detail: "The body of the request is not a JSON object" });
}

/** GET /files/…: the CDN, open to all. */
export function serveFile({ request, response, url, files }: Exchange): void {
  const file = files.get(url.pathname);
  if (!file || (request.method !== "GET" && request.method !== "HEAD"))
    throw new FalError(404, { detail: "Not found" });
  send(response, 200, file.bytes, { "content-type": file.type });
}
