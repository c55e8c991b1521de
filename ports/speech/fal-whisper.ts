import { Refused, Throttled, Unavailable } from "../errors.ts";
import { promptOf } from "./fields.ts";
import type { Ask, Heard } from "./index.ts";
import { languageCode } from "./language.ts";
import { FAL_WHISPER } from "./models.ts";

const CALL_TIMEOUT_MS = 30_000;
const WAIT_SECONDS = 10;

/**
 * FAL's Whisper by its queue: submitted once, asked about until it is done. The client library is not used: it retries
 * a submit, which is paid for twice.
 */
export function openFalWhisper({ key, queueUrl }: { key: string; queueUrl: string }) {
  // Its name has two segments, so requests lie under the same address as the model (fal.ai, "Queue").
  const base = `${queueUrl}/${FAL_WHISPER}`;

  async function call(url: string, init: RequestInit = {}): Promise<{ status: number; body: unknown }> {
    const response = await fetch(url, {
      ...init,
      headers: { authorization: `Key ${key}`, "content-type": "application/json" },
      signal: AbortSignal.timeout(CALL_TIMEOUT_MS),
    }).catch(() => {
      throw new Unavailable("speech", WAIT_SECONDS);
    });
    const body: unknown = await response.json().catch(() => null);
    const wait = Number(response.headers.get("retry-after")) || WAIT_SECONDS;
    const cause = new Error(`FAL answered ${response.status} ${typeOf(body)}`.trim());
    if (response.status === 429) throw new Throttled("speech", wait, cause);
    if (response.status >= 500) throw new Unavailable("speech", wait, cause);
    if (response.status === 401) throw new Refused("speech-key", cause);
    if (response.status === 403)
      throw new Refused(/balance/i.test(detailOf(body)) ? "speech-quota" : "speech-key", cause);
    return { status: response.status, body };
  }

  return {
    async submit(url: string, { want, languages, keywords }: Ask): Promise<string> {
      const [only] = languages;
      const input = {
        audio_url: url,
        task: "transcribe",
        chunk_level: "segment",
        version: "3",
        diarize: want === "speakers",
        ...(only && languages.length === 1 && { language: only }),
        ...(keywords.length > 0 && { prompt: promptOf(keywords) }),
      };
      const { status, body } = await call(base, { method: "POST", body: JSON.stringify(input) });
      const id = (body as { request_id?: unknown } | null)?.request_id;
      if (status >= 400) throw refusal(status, body);
      if (typeof id !== "string" || !/^[\w-]{1,100}$/.test(id)) throw new Unavailable("speech", WAIT_SECONDS);
      return id;
    },

    async collect(requestId: string): Promise<Heard | "pending" | "lost"> {
      const request = `${base}/requests/${requestId}`;
      const { status, body } = await call(`${request}/status`);
      if (status === 404) return "lost";
      if (status >= 400) throw refusal(status, body);
      if ((body as { status?: unknown } | null)?.status !== "COMPLETED") return "pending";
      // Completed also means failed: only the result tells.
      const result = await call(request);
      if (result.status === 404) return "lost";
      if (result.status >= 400) throw refusal(result.status, result.body);
      return readOutput(result.body);
    },
  };
}

interface Output {
  text?: unknown;
  chunks?: unknown;
  inferred_languages?: unknown;
}

/** The model's output (fal.ai/models/fal-ai/whisper, "Output"). The last chunk's end may be missing. */
function readOutput(body: unknown): Heard {
  const { text, chunks, inferred_languages } = (body ?? {}) as Output;
  if (typeof text !== "string") throw new Unavailable("speech", WAIT_SECONDS);
  const segments = (Array.isArray(chunks) ? chunks : []).flatMap(
    (chunk: { timestamp?: unknown; text?: unknown; speaker?: unknown }) => {
      const [from, end] = Array.isArray(chunk?.timestamp) ? (chunk.timestamp as unknown[]) : [];
      if (typeof from !== "number" || typeof chunk.text !== "string" || chunk.text.trim() === "") return [];
      const to = typeof end === "number" && end >= from ? end : from;
      const speaker = typeof chunk.speaker === "string" && { speaker: chunk.speaker };
      return [{ from, to, text: chunk.text.trim(), ...speaker }];
    },
  );
  const languages = Array.isArray(inferred_languages) ? inferred_languages : [];
  const heard: Heard = {
    text: text.trim(),
    languages: languages.flatMap((name) => languageCode(name) ?? []),
    model: FAL_WHISPER,
  };
  return segments.length > 0 ? { ...heard, segments } : heard;
}

/** What the model says about audio that it cannot read; anything else is the operator's to mend. */
function refusal(status: number, body: unknown): Refused {
  const type = typeOf(body);
  const aboutTheFile = /audio_load|unsupported_audio|audio_duration|corrupt/.test(type);
  return new Refused(aboutTheFile ? "broken" : "speech-refused", new Error(`FAL: ${status} ${type}`));
}

function typeOf(body: unknown): string {
  const { detail, error_type } = (body ?? {}) as { detail?: unknown; error_type?: unknown };
  const first = Array.isArray(detail) ? (detail[0] as { type?: unknown } | undefined)?.type : error_type;
  return typeof first === "string" ? first : "";
}

const detailOf = (body: unknown): string => {
  const { detail } = (body ?? {}) as { detail?: unknown };
  return typeof detail === "string" ? detail : "";
};
