import type { Listener } from "../openai/listen.ts";
import { speak } from "../openai/speech.ts";
import { download, seedOf } from "./download.ts";
import { draw, enlarge } from "./draw.ts";
import type { Endpoint, Trainer } from "./endpoints.ts";
import { modelError } from "./errors.ts";
import { checkInput } from "./fields.ts";
import type { Files } from "./files.ts";
import { measurePicture } from "./picture.ts";
import { writeSafetensors } from "./safetensors.ts";
import { readZip } from "./zip.ts";

export type Input = Record<string, unknown>;

export interface Workshop {
  files: Files;
  listener: Listener;
  /** Language of the speech simulator's own words where none is asked for. */
  language: string;
}

/** Runs a model. Throws `FalError` as the model would refuse. `nsfw`: the safety checker objects. */
export async function runModel(
  endpoint: Endpoint,
  input: Input,
  workshop: Workshop,
  nsfw = false,
): Promise<unknown> {
  const wrong = checkInput(endpoint.fields, input);
  if (wrong.length > 0) throw modelError(wrong);
  switch (endpoint.kind) {
    case "train":
      return train(endpoint, input, workshop);
    case "draw":
      return draw(endpoint, input, workshop, nsfw);
    case "enlarge":
      return enlarge(endpoint, input, workshop);
    default:
      return transcribe(input, workshop);
  }
}

async function train(trainer: Trainer, input: Input, { files }: Workshop): Promise<unknown> {
  const loc = ["body", trainer.archive];
  const archive = await download(String(input[trainer.archive]), loc);
  const refuse = (msg: string, type = "value_error") =>
    modelError([{ loc, msg, type, input: input[trainer.archive] }]);
  let entries: ReturnType<typeof readZip>;
  try {
    entries = readZip(archive);
  } catch (cause) {
    throw refuse(`The archive cannot be read: ${cause instanceof Error ? cause.message : cause}`);
  }
  const images = entries.filter(
    ({ name }) => /^[^/]+\.(jpe?g|png|webp)$/i.test(name) && !name.startsWith("."),
  );
  for (const { name, bytes } of images) {
    if (!measurePicture(bytes)) throw refuse(`Failed to load the image ${name}`, "image_load_error");
  }
  if (images.length < trainer.fewestImages) {
    throw refuse(`At least ${trainer.fewestImages} images are needed, the archive has ${images.length}`);
  }
  const stems = new Set(
    entries.filter(({ name }) => name.endsWith(".txt")).map(({ name }) => name.slice(0, -4)),
  );
  const bare = images.find(({ name }) => !stems.has(name.replace(/\.[^.]+$/, "")));
  if (trainer.needsCaptions && bare && !input.default_caption) {
    throw refuse(`The image ${bare.name} has no caption and there is no default_caption`);
  }
  const { [trainer.archive]: _, ...settings } = input;
  const metadata = {
    made_by: "simulator",
    base: trainer.base,
    images: String(images.length),
    settings: JSON.stringify(settings),
  };
  const weights = writeSafetensors(metadata, seedOf(archive));
  const config = Buffer.from(JSON.stringify({ ...settings, images: images.map(({ name }) => name) }));
  return {
    [trainer.weights]: files.put("pytorch_lora_weights.safetensors", "application/octet-stream", weights),
    config_file: files.put("config.json", "application/json", config),
  };
}

/**
 * fal-ai/whisper, by the client's types: chunks with `timestamp: [start, end]`, speakers only when diarized.
 * Unsure: speaker names (`SPEAKER_00` is pyannote's way), and whether Ogg is taken, which its page does not list.
 */
async function transcribe(input: Input, { listener, language }: Workshop): Promise<unknown> {
  const loc = ["body", "audio_url"];
  const recording = await listener.listen(await download(String(input.audio_url), loc));
  if (!recording || recording.seconds === 0) {
    const msg = "Failed to load the audio file. Please make sure that it is a valid audio file.";
    throw modelError([{ loc, msg, type: "audio_load_error", input: input.audio_url }]);
  }
  const asked = typeof input.language === "string" ? input.language : undefined;
  const speech = speak(recording, asked ?? language);
  const name = (speaker: string) => `SPEAKER_0${speaker === "A" ? 0 : 1}`;
  const speakers = input.diarize === true ? speech.segments : [];
  const speakerAt = (time: number) => speakers.find(({ start, end }) => time >= start && time < end)?.speaker;
  const chunkOf = (text: string, start: number, end: number) => {
    const speaker = speakerAt(start);
    return { timestamp: [start, end], text, ...(speaker && { speaker: name(speaker) }) };
  };
  const level = input.chunk_level ?? "segment";
  const words = speech.words.map(({ word, start, end }) => chunkOf(word, start, end));
  const segments = speech.segments.map(({ text, start, end }) => chunkOf(text, start, end));
  return {
    text: speech.text,
    ...(level !== "none" && { chunks: level === "word" ? words : segments }),
    inferred_languages: [asked ?? language],
    diarization_segments: speakers.map(({ start, end, speaker }) => ({
      timestamp: [start, end],
      speaker: name(speaker),
    })),
  };
}
