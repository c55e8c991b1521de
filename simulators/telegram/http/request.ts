import type { IncomingMessage } from "node:http";
import { ApiError, broken } from "../errors.ts";
import { parseMultipart, type Upload } from "./multipart.ts";

/** The Bot API's front refuses bodies above this (core.telegram.org/bots/api#sending-files: 50 MB, and some form around it). */
export const BODY_BYTES = 50 * 2 ** 20 + 64 * 1024;

/** A call before anything is believed about it. */
export interface RawCall {
  values: Record<string, unknown>;
  uploads: Upload[];
  /** Values of a query or a form are all strings; those of JSON have types of their own. */
  typed: boolean;
}

/** Reads arguments from the query and the body, whatever the encoding. Throws ApiError 400 or 413. */
export async function readCall(request: IncomingMessage, url: URL): Promise<RawCall> {
  const values: Record<string, unknown> = Object.fromEntries(url.searchParams);
  const body = await readBody(request, BODY_BYTES);
  if (!body) throw new ApiError(413, "Request Entity Too Large", { broken: true });
  const type = request.headers["content-type"] ?? "";
  if (body.length === 0) return { values, uploads: [], typed: false };
  return { ...parseBody(body, type, values) };
}

/** Arguments out of a body; also used for method calls in the answer of a webhook. */
export function parseBody(body: Buffer, type: string, query: Record<string, unknown> = {}): RawCall {
  if (/^application\/json/i.test(type))
    return { values: { ...query, ...parseJson(body) }, uploads: [], typed: true };
  if (/^multipart\/form-data/i.test(type)) {
    try {
      const { values, uploads } = parseMultipart(body, type);
      return { values: { ...query, ...values }, uploads, typed: false };
    } catch (cause) {
      throw broken(`failed to parse multipart form: ${cause instanceof Error ? cause.message : cause}`);
    }
  }
  if (/^application\/x-www-form-urlencoded/i.test(type)) {
    return {
      values: { ...query, ...Object.fromEntries(new URLSearchParams(body.toString("utf8"))) },
      uploads: [],
      typed: false,
    };
  }
  throw broken("unsupported content type");
}

function parseJson(body: Buffer): Record<string, unknown> {
  try {
    const values: unknown = JSON.parse(body.toString("utf8"));
    if (values && typeof values === "object" && !Array.isArray(values))
      return values as Record<string, unknown>;
  } catch {}
  throw broken("can't parse request JSON object");
}

/** The whole body, or undefined where it is longer than `limit`; the rest is read and dropped, so that the sender hears the answer. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length <= limit) chunks.push(chunk);
    else chunks.length = 0;
  }
  return length <= limit ? Buffer.concat(chunks) : undefined;
}
