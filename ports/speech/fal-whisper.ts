import type { FalClient } from "@fal-ai/client";
import { Refused, Throttled, Unavailable } from "../errors.ts";
import { FalAnswered, type FalPlace, openFalClient } from "../fal/client.ts";
import { promptOf } from "./fields.ts";
import type { Ask, Heard } from "./index.ts";
import { languageCode } from "./language.ts";
import { FAL_WHISPER } from "./models.ts";

const WAIT_SECONDS = 10;

/** FAL's Whisper by its queue: submitted once, asked about until it is done. */
export function openFalWhisper(place: FalPlace) {
  const open = openFalClient(place);

  /** Null where FAL does not know the request (any more). */
  async function call<T>(ask: (queue: FalClient["queue"]) => Promise<T>): Promise<T | null> {
    const { queue } = await open();
    try {
      return await ask(queue);
    } catch (error) {
      if (!(error instanceof FalAnswered)) throw new Unavailable("speech", WAIT_SECONDS);
      const { status, body } = error;
      const wait = error.waitSeconds ?? WAIT_SECONDS;
      const cause = new Error(`FAL answered ${status} ${typeOf(body)}`.trim());
      if (status === 404) return null;
      if (status === 429) throw new Throttled("speech", wait, cause);
      if (status >= 500) throw new Unavailable("speech", wait, cause);
      if (status === 401) throw new Refused("speech-key", cause);
      if (status === 403)
        throw new Refused(/balance/i.test(detailOf(body)) ? "speech-quota" : "speech-key", cause);
      throw refusal(status, body);
    }
  }

  return {
    async submit(url: string, { want, languages, keywords, again = false }: Ask): Promise<string> {
      const [only] = languages;
      const input = {
        audio_url: url,
        task: "transcribe" as const,
        chunk_level: "segment" as const,
        version: "3" as const,
        diarize: want === "speakers",
        ...(only && languages.length === 1 && { language: only as never }),
        ...(keywords.length > 0 && !again && { prompt: promptOf(keywords) }),
      };
      const taken = await call((queue) => queue.submit(FAL_WHISPER, { input }));
      if (taken === null) throw refusal(404, null);
      const { request_id: id } = taken as { request_id?: unknown };
      if (typeof id !== "string" || !/^[\w-]{1,100}$/.test(id)) throw new Unavailable("speech", WAIT_SECONDS);
      return id;
    },

    async collect(requestId: string): Promise<Heard | "pending" | "lost"> {
      const standing = await call((queue) => queue.status(FAL_WHISPER, { requestId }));
      if (standing === null) return "lost";
      if (standing.status !== "COMPLETED") return "pending";
      // Completed also means failed: only the result tells.
      const result = await call((queue) => queue.result(FAL_WHISPER, { requestId }));
      return result === null ? "lost" : readOutput(result.data);
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
