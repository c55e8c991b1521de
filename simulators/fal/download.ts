import { createHash } from "node:crypto";
import { type Detail, modelError } from "./errors.ts";

/** Fetches what an input points to, as the vendor's workers do. Redirects are followed. */
export async function download(url: string, loc: Detail["loc"]): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const msg = `Failed to download the file: ${reason}`;
    throw modelError([{ loc, msg, type: "file_download_error", input: url }]);
  }
}

/** A number that depends on these bytes alone. */
export function seedOf(bytes: Buffer): number {
  return createHash("sha256").update(bytes).digest().readUInt32LE(0);
}
