/**
 * Reads a request body of at most `limit` bytes. Null when it is larger. With a length HTTP itself ends the body there,
 * so it is read at once; without one the bytes are counted as they come.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array | null> {
  const length = request.headers.get("content-length");
  if (Number(length) > limit) return null;
  if (length) {
    const bytes = new Uint8Array(await request.arrayBuffer());
    return bytes.length > limit ? null : bytes;
  }
  return countBody(request, limit);
}

/** The same as text: the runtime decodes it on its way in, which costs half of copying the bytes and decoding them here. */
export async function readText(request: Request, limit: number): Promise<string | null> {
  const length = request.headers.get("content-length");
  if (length) return Number(length) > limit ? null : request.text();
  const bytes = await countBody(request, limit);
  return bytes && new TextDecoder().decode(bytes);
}

async function countBody(request: Request, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > limit) return null;
    chunks.push(chunk);
  }
  const [only] = chunks;
  if (only && chunks.length === 1) return only;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The JSON object in a body, or null when there is none. */
export function readJson(body: Uint8Array | string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(
      typeof body === "string"
        ? body
        : new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(body),
    );
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
}

export const isJson = (request: Request): boolean =>
  /^application\/json\b/i.test(request.headers.get("content-type") ?? "");
