import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Listening, listen } from "../../listen.ts";

/** Serves on the loopback interface. `port` 0: any free one. */
export async function serve(
  handle: (request: IncomingMessage, response: ServerResponse, url: URL) => Promise<void>,
  port: number,
): Promise<Listening> {
  const server = createServer((request, response) => {
    response.on("error", () => {});
    const url = new URL(`http://127.0.0.1${request.url?.startsWith("/") ? request.url : "/"}`);
    handle(request, response, url).catch((cause) => {
      if (response.destroyed || request.destroyed) return;
      console.error("telegram simulator:", cause);
      if (response.headersSent) response.destroy();
      else sendJson(response, 500, { ok: false, error_code: 500, description: "Internal Server Error" });
    });
  });
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  return listen(server, port);
}

export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  sendBytes(response, status, Buffer.from(JSON.stringify(body)), {
    "content-type": "application/json",
    ...headers,
  });
}

export function sendBytes(
  response: ServerResponse,
  status: number,
  bytes: Uint8Array,
  headers: Record<string, string>,
): void {
  if (response.destroyed) return;
  response.writeHead(status, { "content-length": String(bytes.length), ...headers });
  response.end(bytes);
}

/** Sends a file, or the one range that was asked for (RFC 9110, 14.2). */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Buffer,
  headers: Record<string, string>,
): void {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  if (from === undefined || (from === "" && to === "")) {
    sendBytes(response, 200, bytes, { "accept-ranges": "bytes", ...headers });
    return;
  }
  const start = from === "" ? Math.max(0, bytes.length - Number(to)) : Number(from);
  const end = from === "" || to === "" ? bytes.length - 1 : Math.min(Number(to), bytes.length - 1);
  if (start > end) {
    sendBytes(response, 416, Buffer.alloc(0), { "content-range": `bytes */${bytes.length}` });
    return;
  }
  const range = { "content-range": `bytes ${start}-${end}/${bytes.length}` };
  sendBytes(response, 206, bytes.subarray(start, end + 1), {
    "accept-ranges": "bytes",
    ...range,
    ...headers,
  });
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
