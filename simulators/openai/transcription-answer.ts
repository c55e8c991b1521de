import type { Recording } from "./listen.ts";
import type { Speech } from "./speech.ts";
import type { SpeechRequest } from "./transcription-request.ts";

export interface Answer {
  type: string;
  body: string;
}

/** English names, which is how verbose_json names a language. */
const LANGUAGE_NAMES: Record<string, string> = { ru: "russian", en: "english", kk: "kazakh" };

/** The answer in the format that was asked for. */
export function renderAnswer(
  request: SpeechRequest,
  recording: Recording,
  speech: Speech,
  language: string,
): Answer {
  const text = (body: string) => ({ type: "text/plain; charset=utf-8", body });
  const json = (body: unknown) => ({ type: "application/json", body: JSON.stringify(body) });
  switch (request.format) {
    case "text":
      return text(`${speech.text}\n`);
    case "srt":
      return text(
        speech.segments
          .map((s, i) => `${i + 1}\n${clock(s.start, ",")} --> ${clock(s.end, ",")}\n${s.text}\n`)
          .join("\n"),
      );
    case "vtt":
      return text(
        `WEBVTT\n\n${speech.segments.map((s) => `${clock(s.start, ".")} --> ${clock(s.end, ".")}\n${s.text}\n`).join("\n")}`,
      );
    case "verbose_json":
      return json(verbose(request, recording, speech, language));
    case "diarized_json":
      return json({
        task: "transcribe",
        duration: recording.seconds,
        text: speech.text,
        segments: diarized(request, speech),
        usage: usageOf(request, recording, speech),
      });
    default:
      return json({
        text: speech.text,
        ...(request.model === "gpt-transcribe" && { languages: languagesOf(speech, language) }),
        ...(request.logprobs && { logprobs: logprobsOf(speech.text) }),
        usage: usageOf(request, recording, speech),
      });
  }
}

/** The same answer as server-sent events, one delta a word. */
export function* streamAnswer(
  request: SpeechRequest,
  recording: Recording,
  speech: Speech,
  language: string,
): Generator<string> {
  const event = (data: unknown) => `data: ${JSON.stringify(data)}\n\n`;
  if (request.format === "diarized_json") {
    for (const segment of diarized(request, speech)) {
      yield event({ type: "transcript.text.delta", delta: `${segment.text} `, segment_id: segment.id });
      yield event(segment);
    }
  } else {
    for (const [i, { word }] of speech.words.entries()) {
      const delta = i === 0 ? word : ` ${word}`;
      yield event({
        type: "transcript.text.delta",
        delta,
        ...(request.logprobs && { logprobs: logprobsOf(delta) }),
      });
    }
  }
  yield event({
    type: "transcript.text.done",
    text: speech.text,
    ...(request.model === "gpt-transcribe" && { languages: languagesOf(speech, language) }),
    ...(request.logprobs && { logprobs: logprobsOf(speech.text) }),
    usage: usageOf(request, recording, speech),
  });
}

function verbose(request: SpeechRequest, recording: Recording, speech: Speech, language: string): unknown {
  const wanted = request.granularities.length > 0 ? request.granularities : ["segment"];
  return {
    task: "transcribe",
    language: LANGUAGE_NAMES[language] ?? language,
    duration: recording.seconds,
    text: speech.text,
    ...(wanted.includes("segment") && {
      segments: speech.segments.map((segment, id) => ({
        id,
        seek: Math.floor(segment.start * 100),
        start: segment.start,
        end: segment.end,
        text: ` ${segment.text}`,
        tokens: segment.text.split(" ").map((_, i) => 50364 + i),
        temperature: 0,
        avg_logprob: -0.2,
        compression_ratio: compressionOf(segment.text),
        no_speech_prob: 0.01,
      })),
    }),
    ...(wanted.includes("word") && { words: speech.words }),
    usage: usageOf(request, recording, speech),
  };
}

function diarized(request: SpeechRequest, speech: Speech) {
  return speech.segments.map((segment, i) => ({
    type: "transcript.text.segment",
    id: `seg_${i}`,
    start: segment.start,
    end: segment.end,
    text: segment.text,
    speaker: request.speakers[segment.speaker === "A" ? 0 : 1] ?? segment.speaker,
  }));
}

/** Audio counts 10 tokens a second; text about one for four letters. */
function usageOf(request: SpeechRequest, recording: Recording, speech: Speech): unknown {
  if (request.abilities.usage === "duration")
    return { type: "duration", seconds: Math.ceil(recording.seconds) };
  const audio = Math.ceil(recording.seconds * 10);
  const output = Math.ceil(speech.text.length / 4);
  return {
    type: "tokens",
    input_tokens: audio,
    input_token_details: { audio_tokens: audio, text_tokens: 0 },
    output_tokens: output,
    total_tokens: audio + output,
  };
}

function languagesOf(speech: Speech, language: string): { code: string }[] {
  return speech.text === "" ? [] : [{ code: language }];
}

function logprobsOf(text: string): unknown[] {
  return (text.match(/\s*\S+/g) ?? []).map((token) => ({
    token,
    logprob: -0.01,
    bytes: [...Buffer.from(token)],
  }));
}

/** Words over different words: above 2.4 a Whisper decoder calls its own output a loop. */
function compressionOf(text: string): number {
  const words = text.split(" ");
  return Math.round((words.length / new Set(words).size) * 100) / 100;
}

function clock(seconds: number, point: string): string {
  const ms = Math.round(seconds * 1000);
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  return `${two(ms / 3_600_000)}:${two((ms / 60_000) % 60)}:${two((ms / 1000) % 60)}${point}${String(ms % 1000).padStart(3, "0")}`;
}
