import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Listening, listen } from "../listen.ts";

/** Serves on the loopback interface. `port` 0 or unset: any free one. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>,
  port = 0,
): Promise<Listening> {
  const server = createServer((request, response) => {
    response.on("error", () => {});
    const url = new URL(request.url ?? "/", "http://127.0.0.1");
    handle(request, response, url).catch((cause) => {
      console.error("simulator:", cause);
      if (!response.headersSent) sendJson(response, 500, { error: String(cause) });
      else response.destroy();
    });
  });
  // Recordings may be slow to arrive; the callers' own limits are what is tested.
  server.requestTimeout = 0;
  return listen(server, port);
}

export interface Body {
  bytes: Buffer;
  /** Bytes that came, also those above the limit, which are not kept. */
  length: number;
}

/** Reads the whole body, so that the sender can read the answer, but keeps no more than `limit` bytes. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  return { bytes: Buffer.concat(chunks), length };
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  send(response, status, JSON.stringify(body), { "content-type": "application/json", ...headers });
}

export function send(
  response: ServerResponse,
  status: number,
  body: string | Uint8Array,
  headers: Record<string, string>,
): void {
  if (response.destroyed) return;
  const bytes = Buffer.from(body as Uint8Array);
  response.writeHead(status, { "content-length": String(bytes.length), ...headers });
  response.end(bytes);
}

/** Opens the control routes to pages served from this machine, and to no others. */
export function allowLocalPages(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (!origin || !/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin)) return;
  response.setHeader("access-control-allow-origin", origin);
  response.setHeader("access-control-allow-methods", "GET, POST, DELETE, OPTIONS");
  response.setHeader("access-control-allow-headers", "content-type");
  response.setHeader("vary", "origin");
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
