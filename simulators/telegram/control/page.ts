import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { sendBytes, sendJson } from "../http/serve.ts";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** Serves the page's own files; nothing of them runs a script that did not come from here. */
export function servePage(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  neighbours: { controlUrl: string }[],
): void {
  const name = path === "/" ? "index.html" : path.slice(1);
  const notFound = { ok: false, error_code: 404, description: "Not Found" };
  if (!/^[\w-]+\.(html|js|css|svg)$/.test(name) || (request.method !== "GET" && request.method !== "HEAD")) {
    sendJson(response, 404, notFound);
    return;
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(join(import.meta.dirname, "../page", name));
  } catch {
    sendJson(response, 404, notFound);
    return;
  }
  const others = neighbours.map(({ controlUrl }) => new URL(controlUrl).origin).join(" ");
  sendBytes(response, 200, bytes, {
    "content-type": TYPES[extname(name)] ?? "application/octet-stream",
    "cache-control": "no-cache",
    "content-security-policy": `default-src 'self'; connect-src 'self' ${others}; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
    "x-content-type-options": "nosniff",
  });
}
