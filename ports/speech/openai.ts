import OpenAI, { APIConnectionError, APIError } from "openai";
import { Refused, Throttled, Unavailable } from "../errors.ts";
import { readAnswer, type Transcription } from "./answer.ts";
import { fieldsOf } from "./fields.ts";
import type { Ask, AudioPart, Heard } from "./index.ts";
import { abilitiesOf } from "./models.ts";
import { multipart } from "./multipart.ts";

/** A part of a few minutes takes seconds; past this the answer is lost and the part is asked for again. Two hearings fit into the job's lease. */
const HEAR_TIMEOUT_MS = 140_000;
const CHECK_TIMEOUT_MS = 5_000;
const WAIT_SECONDS = 10;

/**
 * Which form of its model's list a server takes, by address and model. Only a memory of what was refused: an isolate
 * without it asks once more in vain, which costs nothing.
 */
const settled = new Map<string, number>();

/** OpenAI, or any server that speaks its API. */
export function openOpenAI({ apiKey, baseUrl }: { apiKey: string; baseUrl: string }) {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    // Retries belong to the job: they are counted there, and honour what the service asks for.
    maxRetries: 0,
    timeout: HEAR_TIMEOUT_MS,
    fetch: (input, init) => fetch(input, init),
  });

  async function send(model: string, fields: Record<string, string | string[]>, part: AudioPart) {
    const { body, contentType } = multipart({ model, ...fields }, part);
    return client.post<Transcription>("/audio/transcriptions", {
      body,
      headers: { "content-type": contentType },
    });
  }

  return {
    async hear(model: string, part: AudioPart, ask: Ask): Promise<Heard> {
      const { forms } = abilitiesOf(model);
      const place = `${baseUrl} ${model}`;
      for (let at = settled.get(place) ?? 0; ; at++) {
        const form = forms[at];
        if (!form) throw new Refused("speech-refused");
        try {
          return readAnswer(await send(model, fieldsOf(form, ask), part), model);
        } catch (error) {
          if (!(error instanceof APIError)) throw inOurWords(error);
          if (error.code === "audio_too_short") return { text: "", languages: [], model };
          const complaint = complaintAboutForm(error);
          if (!complaint || !forms[at + 1]) throw inOurWords(error);
          if (complaint === "unsupported") settled.set(place, at + 1);
        }
      }
    },

    async check(): Promise<void> {
      try {
        await client.models.list({ timeout: CHECK_TIMEOUT_MS });
      } catch (error) {
        // A compatible server may not list its models; that it answers is enough.
        if (error instanceof APIError && (error.status === 404 || error.status === 405)) return;
        throw inOurWords(error);
      }
    },
  };
}

const OPTIONAL =
  /response_format|verbose_json|diarized_json|timestamp_granularities|languages?\b|keywords|prompt|temperature|chunking_strategy/i;

/**
 * Whether a request was refused for its form and not for its audio: because the server does not know a field at all,
 * or because it does not like a value. Servers word it differently, so the telling names are looked for.
 */
function complaintAboutForm({ status, code, param, message }: APIError): "unsupported" | "value" | null {
  if (status !== 400 && status !== 422) return null;
  if (param === "file" || /corrupted|too long|longer than|too large/i.test(message)) return null;
  if (/^(unsupported_|unknown_parameter)/.test(code ?? "")) return "unsupported";
  if (/not (supported|compatible|permitted)|unsupported|unknown|unexpected|extra/i.test(message))
    return OPTIONAL.test(`${param} ${message}`) ? "unsupported" : null;
  return OPTIONAL.test(param ?? "") || OPTIONAL.test(message) ? "value" : null;
}

/** The API's error answers, by whose turn it is. Its messages may quote the key, so they are not carried on. */
export function inOurWords(error: unknown): unknown {
  if (error instanceof APIConnectionError) return new Unavailable("speech", WAIT_SECONDS);
  if (!(error instanceof APIError)) return error;
  const { status, code, param } = error;
  const cause = new Error(`speech service answered ${status} ${code ?? ""}`.trim());
  if (code === "insufficient_quota") return new Refused("speech-quota", cause);
  if (status === 401 || status === 403 || status === 404) return new Refused("speech-key", cause);
  if (status === 429) return new Throttled("speech", askedWait(error), cause);
  if (status === 408 || status === 409 || status === undefined || status >= 500)
    return new Unavailable("speech", askedWait(error), cause);
  const aboutTheFile = param === "file" || /corrupted|unsupported|Invalid file format/i.test(error.message);
  return new Refused(aboutTheFile ? "broken" : "speech-refused", cause);
}

/** Seconds that the service asks us to wait. */
function askedWait({ headers }: APIError): number {
  const ms = Number(headers?.get("retry-after-ms"));
  return Math.ceil(ms > 0 ? ms / 1000 : Number(headers?.get("retry-after"))) || WAIT_SECONDS;
}
