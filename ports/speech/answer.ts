import type { Heard } from "./index.ts";
import { languageCode } from "./language.ts";
import { splitByWords } from "./words.ts";

/** The fields of the `json`, `verbose_json` and `diarized_json` formats that are used; servers differ, so nothing is taken for granted. */
export interface Transcription {
  text?: unknown;
  language?: unknown;
  languages?: unknown;
  segments?: unknown;
  words?: unknown;
}

interface VendorSegment {
  start?: unknown;
  end?: unknown;
  text?: unknown;
  speaker?: unknown;
  no_speech_prob?: unknown;
  avg_logprob?: unknown;
}

/** Whisper's own rule for "nobody speaks here, whatever it wrote" (openai/whisper, transcribe.py). */
const NO_SPEECH = 0.6;
const UNSURE = -1;

/** An answer in our words. Segments without sensible times are left out; with none left there are no times. */
export function readAnswer(answer: Transcription, model: string): Heard {
  const sentences = (Array.isArray(answer.segments) ? answer.segments : []).flatMap((segment) =>
    readSegment(segment as VendorSegment),
  );
  const segments = splitByWords(sentences, Array.isArray(answer.words) ? answer.words : []);
  const text = typeof answer.text === "string" ? answer.text.trim() : "";
  const named = Array.isArray(answer.languages)
    ? answer.languages.map((one: { code?: unknown }) => one?.code)
    : [answer.language];
  const heard: Heard = {
    text: segments.length > 0 ? segments.map((segment) => segment.text).join(" ") : text,
    languages: named.flatMap((name) => languageCode(name) ?? []),
    model,
  };
  return segments.length > 0 ? { ...heard, segments } : heard;
}

function readSegment({ start, end, text, speaker, no_speech_prob, avg_logprob }: VendorSegment) {
  if (typeof start !== "number" || typeof end !== "number" || typeof text !== "string") return [];
  if (!(start >= 0) || !(end >= start) || text.trim() === "") return [];
  if (Number(no_speech_prob) > NO_SPEECH && Number(avg_logprob) < UNSURE) return [];
  return [{ from: start, to: end, text: text.trim(), ...(typeof speaker === "string" && { speaker }) }];
}
