import { Unavailable } from "../errors.ts";
import { inBlocks } from "./in-blocks.ts";

/** Until the server begins to answer; from then on it may take its time, as long as it does not stall. */
const ANSWER_MS = 30_000;
/** For all of it: a consumer has 15 minutes (Cloudflare Queues, limits), and after the last byte there is still work. */
const WHOLE_MS = 12 * 60_000;
const WAIT_SECONDS = 5;

/**
 * Asks for a file: its answer, whatever the status. A server that does not answer, and a body that breaks, stalls or ends
 * early, are Unavailable(`owner`), without the cause: its text may hold the address, and with it a secret.
 */
export async function fetchFile(address: string, owner: string): Promise<Response> {
  const late = new AbortController();
  const clock = setTimeout(() => late.abort(), ANSWER_MS);
  const response = await fetch(address, {
    signal: AbortSignal.any([late.signal, AbortSignal.timeout(WHOLE_MS)]),
  })
    .catch(() => {
      throw new Unavailable(owner, WAIT_SECONDS);
    })
    .finally(() => clearTimeout(clock));
  if (!response.ok || !response.body) return response;
  const claimed = Number(response.headers.get("content-length"));
  return new Response(inBlocks(response.body as ReadableStream<Uint8Array>, owner, claimed), response);
}
