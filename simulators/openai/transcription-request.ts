import { ApiError, badRequest } from "./errors.ts";
import { findSpeechModel, type SpeechModel } from "./models.ts";
import type { Part } from "./multipart.ts";

export interface SpeechRequest {
  model: string;
  abilities: SpeechModel;
  file: { name: string; type: string; bytes: Buffer };
  format: string;
  stream: boolean;
  /** ISO 639-1 codes asked for, of `language` or `languages[]`. */
  languages: string[];
  granularities: string[];
  logprobs: boolean;
  chunking: boolean;
  speakers: string[];
}

/** File name extensions taken, in the server's order, and what each may contain. */
const CONTENTS: Record<string, string[]> = {
  flac: ["flac"],
  m4a: ["mov,mp4,m4a,3gp,3g2,mj2"],
  mp3: ["mp3"],
  mp4: ["mov,mp4,m4a,3gp,3g2,mj2"],
  mpeg: ["mp3", "mpeg"],
  mpga: ["mp3"],
  oga: ["ogg"],
  ogg: ["ogg"],
  wav: ["wav"],
  webm: ["webm"],
};

export const INVALID_FORMAT = `Invalid file format. Supported formats: [${Object.keys(CONTENTS)
  .map((name) => `'${name}'`)
  .join(", ")}]`;

const EVERY_FIELD = [
  ...["file", "model", "language", "languages[]", "keywords[]", "prompt", "response_format", "temperature"],
  ...["timestamp_granularities[]", "include[]", "stream", "chunking_strategy"],
  ...["known_speaker_names[]", "known_speaker_references[]"],
];

/** Checks a transcription form as the API does. Throws `ApiError`. */
export function readSpeechRequest(parts: Part[]): SpeechRequest {
  const values = (name: string) =>
    parts.filter((part) => part.name === name).map((part) => part.bytes.toString());
  const value = (name: string) => values(name).at(-1);
  const file = parts.find((part) => part.name === "file");
  if (file?.filename === undefined)
    throw badRequest("Missing required parameter: 'file'.", "file", "missing_required_parameter");
  const model = value("model");
  if (!model) throw badRequest("you must provide a model parameter", "model");
  const abilities = findSpeechModel(model);
  checkFields(parts, model, abilities);
  const extension = /\.([^.]+)$/.exec(file.filename)?.[1]?.toLowerCase() ?? "";
  if (!Object.hasOwn(CONTENTS, extension)) throw new ApiError(400, INVALID_FORMAT);
  const format = value("response_format") ?? "json";
  checkFormat(format, model, abilities);
  const granularities = values("timestamp_granularities[]");
  checkGranularities(granularities, format);
  const languages = [...values("language"), ...values("languages[]")];
  for (const code of languages) {
    if (!/^[a-z]{2,3}$/.test(code)) {
      throw badRequest(
        `Invalid language '${code}'. Language parameter must be specified in ISO-639-1 format.`,
        "language",
        "invalid_language_format",
      );
    }
  }
  checkTemperature(value("temperature"));
  return {
    model,
    abilities,
    file: { name: file.filename, type: file.type ?? "application/octet-stream", bytes: file.bytes },
    format,
    stream: value("stream") === "true" && abilities.streams,
    languages,
    granularities,
    logprobs: values("include[]").includes("logprobs"),
    chunking: parts.some((part) => part.name.startsWith("chunking_strategy")),
    speakers: values("known_speaker_names[]"),
  };
}

/** Whether a file of this name may contain this container. */
export function nameFits(name: string, container: string): boolean {
  const extension = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";
  return (CONTENTS[extension] ?? []).includes(container);
}

function checkFields(parts: Part[], model: string, abilities: SpeechModel): void {
  for (const { name } of parts) {
    const field = name.replace(/^chunking_strategy\[.+\]$/, "chunking_strategy");
    if (!EVERY_FIELD.includes(field))
      throw badRequest(`Unknown parameter: '${name}'.`, name, "unknown_parameter");
    if (!abilities.fields.includes(field)) {
      const bare = name.replace("[]", "");
      throw badRequest(
        `Unsupported parameter: '${bare}' is not supported with the '${model}' model.`,
        bare,
        "unsupported_parameter",
      );
    }
  }
}

function checkFormat(format: string, model: string, abilities: SpeechModel): void {
  if (abilities.formats.includes(format)) return;
  const instead = abilities.formats.map((name) => `'${name}'`).join(" or ");
  throw badRequest(
    `response_format '${format}' is not compatible with model '${model}'. Use ${instead} instead.`,
    "response_format",
    "unsupported_value",
  );
}

function checkGranularities(granularities: string[], format: string): void {
  if (granularities.length > 0 && format !== "verbose_json") {
    throw badRequest(
      "timestamp_granularities requires response_format 'verbose_json'.",
      "timestamp_granularities",
      "invalid_value",
    );
  }
  const unknown = granularities.find((name) => name !== "word" && name !== "segment");
  if (unknown !== undefined) {
    throw badRequest(
      `Invalid value: '${unknown}'. Supported values are: 'word' and 'segment'.`,
      "timestamp_granularities",
      "invalid_value",
    );
  }
}

function checkTemperature(value: string | undefined): void {
  if (value === undefined) return;
  const temperature = Number(value);
  if (value === "" || !(temperature >= 0 && temperature <= 1)) {
    throw badRequest(
      "Invalid value for 'temperature': expected a number between 0 and 1.",
      "temperature",
      "invalid_value",
    );
  }
}
