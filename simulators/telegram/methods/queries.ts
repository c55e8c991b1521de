import { broken, refused } from "../errors.ts";
import type { Asked, Method, Simulation } from "../simulation.ts";
import type { CallbackAnswer } from "../wire.ts";
import { flagOf, listOf, stringOf } from "./arguments.ts";

const TOO_OLD = "query is too old and response timeout expired or query ID is invalid";
/** How long the person's client waits for the answer to a tap. Telegram does not state it; half a minute is an estimate. */
export const TAP_MS = 30_000;
/** core.telegram.org/bots/api#answercallbackquery */
const ANSWER_UNITS = 200;
/** core.telegram.org/bots/api#precheckoutquery: within 10 seconds. */
export const CHECKOUT_MS = 10_000;
const INLINE_MS = 30_000;

/** Takes the answer to a query that still waits. Throws ApiError 400 otherwise. */
function settle<Answer>(
  { now }: Simulation,
  queries: Map<string, Asked<Answer>>,
  id: string | undefined,
  limitMs: number,
  answer: Answer,
): void {
  const asked = queries.get(id ?? "");
  if (!asked || now() - asked.time > limitMs) throw refused(TOO_OLD);
  if (asked.answer !== undefined) return;
  asked.answer = answer;
  asked.answered(answer);
}

const answerCallbackQuery: Method = (simulation, call) => {
  const text = stringOf(call, "text");
  const url = stringOf(call, "url");
  if (text !== undefined && text.length > ANSWER_UNITS) throw broken("MESSAGE_TOO_LONG");
  const id = stringOf(call, "callback_query_id");
  const answer: CallbackAnswer = {
    ...(text && { text }),
    ...(flagOf(call, "show_alert") && { show_alert: true }),
    ...(url && { url }),
  };
  settle(simulation, simulation.taps, id, TAP_MS, answer);
  return true;
};

const answerPreCheckoutQuery: Method = (simulation, call) => {
  const ok = flagOf(call, "ok");
  const error_message = stringOf(call, "error_message");
  if (!ok && !error_message) throw broken("error_message must be specified when ok is False");
  const id = stringOf(call, "pre_checkout_query_id");
  settle(simulation, simulation.checkouts, id, CHECKOUT_MS, { ok, ...(error_message && { error_message }) });
  return true;
};

/** core.telegram.org/bots/api#answerinlinequery: no more than 50 results. */
const RESULTS = 50;

const answerInlineQuery: Method = (simulation, call) => {
  const results = listOf<Record<string, unknown>>(call, "results", "inline query results") ?? [];
  if (results.length > RESULTS) throw broken("RESULTS_TOO_MUCH");
  const ids = results.map(({ id }) => String(id));
  if (ids.some((id) => Buffer.byteLength(id) < 1 || Buffer.byteLength(id) > 64))
    throw broken("RESULT_ID_INVALID");
  if (new Set(ids).size < ids.length) throw broken("RESULT_ID_DUPLICATE");
  settle(simulation, simulation.inlineQueries, stringOf(call, "inline_query_id"), INLINE_MS, results);
  return true;
};

export const answering: Record<string, Method> = {
  answerCallbackQuery,
  answerPreCheckoutQuery,
  answerInlineQuery,
};
