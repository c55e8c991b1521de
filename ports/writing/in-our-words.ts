import { APIConnectionError, APIError } from "openai";
import { Refused, Throttled, Unavailable } from "../errors.ts";

const WAIT_SECONDS = 10;

/** The API's error answers, by whose turn it is. Its messages may quote the key or the material, so they are not carried on. */
export function inOurWords(error: unknown): unknown {
  if (error instanceof APIConnectionError) return new Unavailable("writing", WAIT_SECONDS);
  if (!(error instanceof APIError)) {
    // A stream that breaks off is the network's error, whatever class the platform gives it.
    return error instanceof TypeError ? new Unavailable("writing", WAIT_SECONDS) : error;
  }
  const { status, code } = error;
  const cause = new Error(`the model answered ${status} ${code ?? ""}`.trim());
  if (code === "insufficient_quota") return new Refused("writing-quota", cause);
  if (code === "context_length_exceeded" || /context length|context window|too large/i.test(error.message))
    return new Refused("writing-too-long", cause);
  if (code === "content_filter" || code === "content_policy_violation")
    return new Refused("writing-declined", cause);
  if (status === 401 || status === 403 || status === 404) return new Refused("writing-key", cause);
  if (status === 429) return new Throttled("writing", askedWait(error), cause);
  // An error in the middle of a stream comes without a status.
  if (status === undefined || status === 408 || status === 409 || status >= 500)
    return new Unavailable("writing", askedWait(error), cause);
  return new Refused("writing-refused", cause);
}

/** Seconds that the service asks us to wait. */
function askedWait({ headers }: APIError): number {
  const ms = Number(headers?.get("retry-after-ms"));
  return Math.ceil(ms > 0 ? ms / 1000 : Number(headers?.get("retry-after"))) || WAIT_SECONDS;
}
