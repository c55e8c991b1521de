import OpenAI, { APIConnectionError, APIError } from "openai";
import { Refused, Unavailable } from "../errors.ts";
import { limitsOf, type SpeechLimits } from "./models.ts";
import { multipart } from "./multipart.ts";

/** A stretch of audio as one small file. */
export interface AudioPart {
  /** The extension matters: the speech API believes it ("part.ogg"). */
  name: string;
  type: string;
  length: number;
  body: ReadableStream<Uint8Array> | Uint8Array;
}

/** What was heard. Empty text means that nobody spoke. */
export interface Heard {
  text: string;
  /** ISO 639-1 codes; empty when the model does not say. */
  languages: string[];
  /** Which model heard it. */
  model: string;
}

export interface Speech {
  /** What one part may be at most. */
  readonly limits: SpeechLimits;
  /**
   * The words of one part. Throws Unavailable when asking later may help, Refused("broken") when the service cannot
   * read the audio, Refused("speech-quota" | "speech-key" | "speech-refused") when the operator must act.
   */
  hear(part: AudioPart): Promise<Heard>;
  /** Whether the service answers and accepts our key; throws as `hear` does. */
  check(): Promise<void>;
}

/** A part of a few minutes takes seconds; past this the answer is lost and the part is asked for again. Below the job's lease. */
const HEAR_TIMEOUT_MS = 240_000;
const CHECK_TIMEOUT_MS = 5_000;
const WAIT_SECONDS = 10;

interface SpeechSettings {
  apiKey: string;
  baseUrl: string;
  model: string;
}

/** Speech by OpenAI, or by any server that speaks its API. */
export function openSpeech({ apiKey, baseUrl, model }: SpeechSettings): Speech {
  const client = new OpenAI({
    apiKey,
    baseURL: baseUrl,
    // Retries belong to the job: they are counted there, and honour what the service asks for.
    maxRetries: 0,
    timeout: HEAR_TIMEOUT_MS,
    fetch: (input, init) => fetch(input, init),
  });

  return {
    limits: limitsOf(model),

    async hear(part) {
      const { body, contentType } = multipart({ model }, part);
      try {
        const answer = await client.post<Transcription>("/audio/transcriptions", {
          body,
          headers: { "content-type": contentType },
        });
        return {
          text: typeof answer.text === "string" ? answer.text.trim() : "",
          languages: (answer.languages ?? []).map(({ code }) => code),
          model,
        };
      } catch (error) {
        if (error instanceof APIError && error.code === "audio_too_short")
          return { text: "", languages: [], model };
        throw inOurWords(error);
      }
    },

    async check() {
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

/** The fields of the `json` response format that are used. */
interface Transcription {
  text?: unknown;
  languages?: { code: string }[];
}

/** The API's error answers, by whose turn it is. Its messages may quote the key, so they are not carried on. */
export function inOurWords(error: unknown): unknown {
  if (error instanceof APIConnectionError) return new Unavailable("speech", WAIT_SECONDS);
  if (!(error instanceof APIError)) return error;
  const { status, code, param } = error;
  const cause = new Error(`speech service answered ${status} ${code ?? ""}`.trim());
  if (code === "insufficient_quota") return new Refused("speech-quota", cause);
  if (status === 401 || status === 403 || status === 404) return new Refused("speech-key", cause);
  if (status === 408 || status === 409 || status === 429 || status === undefined || status >= 500)
    return new Unavailable("speech", Number(error.headers?.get("retry-after")) || WAIT_SECONDS, cause);
  const aboutTheFile = param === "file" || /corrupted|unsupported|Invalid file format/i.test(error.message);
  return new Refused(aboutTheFile ? "broken" : "speech-refused", cause);
}
