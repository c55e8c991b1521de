import { randomBytes, randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { control } from "./control.ts";
import { ApiError, errorOf } from "./errors.ts";
import { type Faults, makeFaults } from "./faults.ts";
import { type Call, makeJournal, mostAtOnce, type Violation } from "./journal.ts";
import { openListener } from "./listen.ts";
import { ALL_MODELS } from "./models.ts";
import { moderate } from "./moderation.ts";
import { PRESETS } from "./presets.ts";
import { makeRateLimit, type RateLimit, type RateLimitOptions } from "./rate-limit.ts";
import { makeScripts, type Scripts } from "./scripts.ts";
import { readBody, sendJson, serve, sleep } from "./server.ts";
import { isSpeechFault, type Speaking, transcribe } from "./transcription.ts";
import { answerChat } from "./writing-chat.ts";
import { answerResponses } from "./writing-responses.ts";

export interface OpenAIOptions {
  /** 0 or unset: any free port. */
  port?: number;
  /** The only key that is accepted. Unset: any key. */
  apiKey?: string;
  /** How long an answer takes, in milliseconds, or as a function of the recording's seconds (0 for text). */
  latencyMs?: number | ((seconds: number) => number);
  /** `ru`, `en`, `kk`: language of the speech simulator's own words where none is asked for. Default `en`. */
  language?: string;
  /** Measures recordings without decoding them, and describes all of them in one sentence: for benchmarks. */
  deaf?: boolean;
  /** Really limits the rate of all requests. Unset: as many as come. */
  rateLimit?: RateLimitOptions;
}

export interface OpenAISimulator {
  /** For `OPENAI_BASE_URL`; ends in `/v1`. */
  url: string;
  /** Base of the control routes, ends in `/__sim`. */
  controlUrl: string;
  calls(): Call[];
  /** The largest number of calls under way at one moment. */
  mostAtOnce(): number;
  violations(): Violation[];
  faults: Faults;
  /** Sets the next answers of chat completions and responses; see `Scripts`. */
  script: Scripts["add"];
  /** Forgets calls, violations, faults and scripts. */
  reset(): void;
  close(): Promise<void>;
}

/** A local stand-in for the OpenAI API: transcriptions that are really decoded, chat, responses, moderation. */
export async function startOpenAI(options: OpenAIOptions = {}): Promise<OpenAISimulator> {
  const { latencyMs = 0 } = options;
  const journal = makeJournal();
  const faults = makeFaults();
  const scripts = makeScripts();
  const listener = openListener({ deaf: options.deaf ?? false });
  const limit = options.rateLimit && makeRateLimit(options.rateLimit);
  const latency = typeof latencyMs === "function" ? latencyMs : () => latencyMs;
  const speaking: Speaking = { listener, faults, journal, latency, language: options.language ?? "en" };
  const reset = () => {
    journal.clear();
    faults.clear();
    scripts.clear();
  };
  const controls = {
    name: "openai",
    faults,
    presets: PRESETS,
    state: () => ({ calls: journal.calls().slice(-50), violations: journal.violations() }),
    act(name: string, body: unknown) {
      if (name === "script") return scripts.addPlain(body);
      if (name === "reset") return reset() ?? {};
      return undefined;
    },
  };
  const served = await serve(async (request, response, url) => {
    if (url.pathname.startsWith("/__sim/")) return control(request, response, url.pathname, controls);
    const call: Call = {
      id: `req_${randomUUID().replaceAll("-", "")}`,
      method: request.method ?? "GET",
      path: url.pathname,
      startedAt: Date.now(),
    };
    journal.begin(call);
    response.on("close", () => {
      call.finishedAt = Date.now();
      if (response.headersSent) call.status = response.statusCode;
    });
    await answer(request, response, call, options.apiKey, limit, speaking, scripts);
  }, options.port);
  return {
    url: `${served.origin}/v1`,
    controlUrl: `${served.origin}/__sim`,
    calls: journal.calls,
    mostAtOnce: () => mostAtOnce(journal.calls()),
    violations: journal.violations,
    faults,
    script: scripts.add,
    reset,
    async close() {
      await served.close();
      await listener.close();
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  apiKey: string | undefined,
  limit: RateLimit | undefined,
  speaking: Speaking,
  scripts: Scripts,
): Promise<void> {
  const headers = standardHeaders(call);
  try {
    checkKey(request, apiKey);
    limit?.pass();
    Object.assign(headers, limit?.headers());
    const fault = speaking.faults.take(call.path, (candidate) => !isSpeechFault(candidate));
    if (fault?.delayMs) await sleep(fault.delayMs);
    if (fault?.drop) return void response.destroy();
    if (fault?.hang || fault?.status !== undefined || fault?.code !== undefined) {
      await readBody(request, 0);
      if (fault.hang) return;
      throw errorOf(fault);
    }
    await route(request, response, call, headers, speaking, scripts);
  } catch (cause) {
    if (!(cause instanceof ApiError)) throw cause;
    if (!request.complete) await readBody(request, 0);
    if (isCallersMistake(cause)) speaking.journal.violate(call, cause.message);
    sendJson(response, cause.status, cause.body(), { ...headers, ...cause.headers });
  }
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  headers: Record<string, string>,
  speaking: Speaking,
  scripts: Scripts,
): Promise<void> {
  const at = `${call.method} ${call.path}`;
  if (at === "GET /v1/models") {
    const data = ALL_MODELS.map((id) => ({
      id,
      object: "model",
      created: 1_790_000_000,
      owned_by: "system",
    }));
    return sendJson(response, 200, { object: "list", data }, headers);
  }
  if (at === "POST /v1/audio/transcriptions") return transcribe(request, response, call, headers, speaking);
  const writer = WRITERS[at];
  if (!writer) throw new ApiError(404, `Invalid URL (${at})`);
  const body = await readJson(request);
  call.body = body;
  const wait = speaking.latency(0) - (Date.now() - call.startedAt);
  if (wait > 0) await sleep(wait);
  await writer(response, body, headers, scripts, call);
}

const WRITERS: Record<string, (...to: Parameters<typeof answerChat>) => void | Promise<void>> = {
  "POST /v1/chat/completions": answerChat,
  "POST /v1/responses": answerResponses,
  "POST /v1/moderations": moderate,
};

async function readJson(request: IncomingMessage): Promise<Record<string, unknown>> {
  // The vendor documents no limit for these; a request of 50 MB is its limit for images.
  const { bytes } = await readBody(request, 50 * 2 ** 20);
  try {
    const body: unknown = JSON.parse(bytes.toString());
    if (typeof body === "object" && body !== null && !Array.isArray(body))
      return body as Record<string, unknown>;
  } catch {}
  throw new ApiError(400, "We could not parse the JSON body of your request.");
}

function checkKey(request: IncomingMessage, apiKey: string | undefined): void {
  const key = /^Bearer (.+)$/.exec(request.headers.authorization ?? "")?.[1];
  if (key === undefined) {
    throw new ApiError(
      401,
      "You didn't provide an API key. You need to provide your API key in an Authorization header.",
    );
  }
  if (apiKey === undefined || key === apiKey) return;
  const shown = key.length > 12 ? `${key.slice(0, 8)}****${key.slice(-4)}` : "****";
  throw new ApiError(401, `Incorrect API key provided: ${shown}.`, { code: "invalid_api_key" });
}

/** Refusals that come of what was sent, apart from recordings that people send us. */
function isCallersMistake({ status, code }: ApiError): boolean {
  return (
    status === 413 ||
    (status === 400 && code !== "audio_too_short" && code !== "invalid_value") ||
    status === 404
  );
}

function standardHeaders(call: Call): Record<string, string> {
  return {
    "x-request-id": call.id,
    "openai-processing-ms": "1",
    "openai-version": "2020-10-01",
    "openai-organization": `org-${randomBytes(3).toString("hex")}`,
    "x-ratelimit-limit-requests": "500",
    "x-ratelimit-limit-tokens": "200000",
    "x-ratelimit-remaining-requests": "499",
    "x-ratelimit-remaining-tokens": "199000",
    "x-ratelimit-reset-requests": "120ms",
    "x-ratelimit-reset-tokens": "6m0s",
  };
}
