import { ApiError } from "./errors.ts";

/** What a speech model takes and gives. A field that is not allowed is refused. */
export interface SpeechModel {
  formats: string[];
  fields: string[];
  streams: boolean;
  /** Longest recording in seconds; the API's own message names 1400. */
  maxSeconds: number;
  /** How a longer one is refused. */
  tooLong: "duration" | "tokens";
  /** Billed by the second, or by audio tokens. */
  usage: "duration" | "tokens";
}

const COMMON = ["file", "model", "response_format", "stream"];
const GPT_4O: SpeechModel = {
  formats: ["json", "text"],
  fields: [...COMMON, "language", "prompt", "temperature", "include[]", "chunking_strategy"],
  streams: true,
  maxSeconds: 1400,
  tooLong: "duration",
  usage: "tokens",
};

/** Capabilities per model as of November 2026. */
export const SPEECH_MODELS: Record<string, SpeechModel> = {
  "gpt-transcribe": {
    // Undocumented for this model and therefore refused: `text`, `language`, and recordings above 1400 s.
    formats: ["json"],
    fields: [...COMMON, "languages[]", "keywords[]", "prompt", "temperature", "chunking_strategy"],
    streams: true,
    maxSeconds: 1400,
    tooLong: "duration",
    usage: "duration",
  },
  "gpt-4o-transcribe": GPT_4O,
  "gpt-4o-mini-transcribe": { ...GPT_4O, tooLong: "tokens" },
  "gpt-4o-mini-transcribe-2025-12-15": { ...GPT_4O, tooLong: "tokens" },
  "gpt-4o-transcribe-diarize": {
    ...GPT_4O,
    formats: ["json", "text", "diarized_json"],
    fields: [
      ...COMMON,
      "language",
      "temperature",
      "chunking_strategy",
      "known_speaker_names[]",
      "known_speaker_references[]",
    ],
  },
  "whisper-1": {
    formats: ["json", "text", "srt", "verbose_json", "vtt"],
    fields: [...COMMON, "language", "prompt", "temperature", "timestamp_granularities[]"],
    // `stream` is accepted and ignored.
    streams: false,
    maxSeconds: Number.POSITIVE_INFINITY,
    tooLong: "duration",
    usage: "duration",
  },
};

/** Text models that answer. Those the vendor has shut down are left out, so that they are refused as there. */
const WRITING_MODELS: Record<string, { reasons: boolean }> = {
  "gpt-6-astra": { reasons: true },
  "gpt-6.1-sol": { reasons: true },
  "gpt-6.1-terra": { reasons: true },
  "gpt-6-sol": { reasons: true },
  "gpt-6-luna": { reasons: true },
  "gpt-5.6-sol": { reasons: true },
  "gpt-5.6-terra": { reasons: true },
  "gpt-5.6-luna": { reasons: true },
  "gpt-5.5": { reasons: true },
  "gpt-5.4": { reasons: true },
  "gpt-5.4-mini": { reasons: true },
  "gpt-5.1": { reasons: true },
  "gpt-5": { reasons: true },
  "gpt-5-mini": { reasons: true },
  "gpt-5-nano": { reasons: true },
  o3: { reasons: true },
  "gpt-4o": { reasons: false },
  "gpt-4o-mini": { reasons: false },
  "gpt-4.1": { reasons: false },
  "gpt-4.1-mini": { reasons: false },
};

const MODERATION_MODELS = ["omni-moderation-latest", "omni-moderation-2024-09-26"];

export const ALL_MODELS = [
  ...Object.keys(WRITING_MODELS),
  ...Object.keys(SPEECH_MODELS),
  ...MODERATION_MODELS,
];

export function findSpeechModel(name: string): SpeechModel {
  const model = SPEECH_MODELS[name];
  if (model) return model;
  throw modelNotFound(name);
}

export function findWritingModel(name: unknown): { reasons: boolean } {
  if (typeof name !== "string" || name === "") {
    throw new ApiError(400, "you must provide a model parameter");
  }
  const model = WRITING_MODELS[name];
  if (model) return model;
  throw modelNotFound(name);
}

export function findModerationModel(name: unknown): void {
  if (name !== undefined && !MODERATION_MODELS.includes(String(name))) throw modelNotFound(String(name));
}

function modelNotFound(name: string): ApiError {
  return new ApiError(404, `The model \`${name}\` does not exist or you do not have access to it.`, {
    code: "model_not_found",
  });
}
