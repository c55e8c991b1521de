import type { IncomingMessage, ServerResponse } from "node:http";
import { ApiError, badRequest, errorOf } from "./errors.ts";
import type { Fault, Faults } from "./faults.ts";
import type { Call, Journal } from "./journal.ts";
import type { Listener, Recording } from "./listen.ts";
import { type Part, parseMultipart } from "./multipart.ts";
import { readBody, send, sleep } from "./server.ts";
import { speak } from "./speech.ts";
import { renderAnswer, streamAnswer } from "./transcription-answer.ts";
import { INVALID_FORMAT, nameFits, readSpeechRequest, type SpeechRequest } from "./transcription-request.ts";

/** The speech API refuses bodies above 25 MiB, the whole of the multipart counted. */
const BODY_BYTES = 26_214_400;
/** The diarizing model wants to be told how to cut anything longer. */
const UNCUT_SECONDS = 30;
const SHORTEST_SECONDS = 0.1;
/** Containers that ffmpeg reads and the API does not take, whatever they are named. */
const REFUSED_CONTAINERS = ["aac", "amr", "asf", "aiff", "caf"];

export interface Speaking {
  listener: Listener;
  faults: Faults;
  journal: Journal;
  /** Language of the honest sentence where none is asked for. */
  language: string;
  latency(seconds: number): number;
}

/** POST /v1/audio/transcriptions. Throws `ApiError` for what the API refuses. */
export async function transcribe(
  request: IncomingMessage,
  response: ServerResponse,
  call: Call,
  headers: Record<string, string>,
  { listener, faults, journal, latency, ...options }: Speaking,
): Promise<void> {
  const asked = await readForm(request, call);
  const recording = await listener.listen(asked.file.bytes);
  call.seconds = recording?.seconds ?? 0;
  call.heard = recording?.spoken.map(({ second }) => second) ?? [];
  call.complaints = recording?.complaints ?? ["there is no audio to decode"];
  for (const complaint of call.complaints) {
    journal.violate(call, `${asked.file.name} does not decode cleanly: ${complaint}`);
  }
  const heard = acceptRecording(asked, recording);
  const fault = faults.take(call.path, (candidate) => fitsSpeech(candidate, call));
  const remaining = call.startedAt + latency(heard.seconds) + (fault?.delayMs ?? 0) - Date.now();
  if (remaining > 0) await sleep(remaining);
  if (fault?.hang) return;
  if (fault?.drop) return void response.destroy();
  if (fault?.status !== undefined || fault?.code !== undefined) throw errorOf(fault);
  const language = asked.languages[0] ?? options.language;
  const speech = speak(heard, language, fault?.speech);
  call.text = speech.text;
  if (asked.stream) {
    response.writeHead(200, { ...headers, "content-type": "text/event-stream; charset=utf-8" });
    for (const event of streamAnswer(asked, heard, speech, language)) response.write(event);
    return void response.end();
  }
  const { type, body } = renderAnswer(asked, heard, speech, language);
  send(response, 200, body, { ...headers, "content-type": type });
}

/** Faults of this stage: those about what is heard or said. */
export function isSpeechFault(fault: Fault): boolean {
  return fault.hears !== undefined || fault.speech !== undefined;
}

function fitsSpeech(fault: Fault, call: Call): boolean {
  if (!isSpeechFault(fault)) return false;
  return fault.hears === undefined || (call.heard ?? []).includes(fault.hears);
}

async function readForm(request: IncomingMessage, call: Call): Promise<SpeechRequest> {
  const { bytes, length } = await readBody(request, BODY_BYTES);
  if (length > BODY_BYTES) {
    const message = `413: Maximum content size limit (${BODY_BYTES}) exceeded (${length} bytes read)`;
    throw new ApiError(413, message, { type: "server_error" });
  }
  let parts: Part[];
  try {
    parts = parseMultipart(request.headers["content-type"], bytes);
  } catch (cause) {
    throw badRequest(`Could not parse multipart form: ${cause instanceof Error ? cause.message : cause}`);
  }
  const fields = parts.filter((part) => part.filename === undefined);
  call.body = fields.map((part) => [part.name, part.bytes.toString()]);
  const file = parts.find((part) => part.filename !== undefined);
  if (file) call.file = { name: file.filename ?? "", type: file.type ?? "", bytes: file.bytes.length };
  return readSpeechRequest(parts);
}

function acceptRecording(asked: SpeechRequest, recording: Recording | undefined): Recording {
  const { model, abilities } = asked;
  const corrupted = badRequest("Audio file might be corrupted or unsupported", "file", "invalid_value");
  if (!recording || recording.seconds === 0) throw corrupted;
  if (REFUSED_CONTAINERS.includes(recording.container)) throw new ApiError(400, INVALID_FORMAT);
  if (!nameFits(asked.file.name, recording.container)) throw corrupted;
  if (recording.seconds < SHORTEST_SECONDS) {
    throw badRequest(
      "Audio file is too short. Minimum audio length is 0.1 seconds.",
      "file",
      "audio_too_short",
    );
  }
  if (recording.seconds > abilities.maxSeconds) {
    if (abilities.tooLong === "tokens") {
      const message = "Total number of tokens in instructions + audio is too large for this model";
      throw badRequest(message, undefined, "input_too_large");
    }
    const limit = `${abilities.maxSeconds} seconds which is the maximum for this model`;
    throw badRequest(
      `audio duration ${recording.seconds.toFixed(1)} seconds is longer than ${limit}`,
      undefined,
      "invalid_value",
    );
  }
  if (model === "gpt-4o-transcribe-diarize" && recording.seconds > UNCUT_SECONDS && !asked.chunking) {
    throw badRequest(
      "chunking_strategy is required for diarization models",
      "chunking_strategy",
      "invalid_value",
    );
  }
  return recording;
}
