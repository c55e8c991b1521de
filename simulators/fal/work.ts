import { createHash } from "node:crypto";
import type { Listener } from "../openai/listen.ts";
import { speak } from "../openai/speech.ts";
import type { Endpoint, Enlarger, Painter, Trainer } from "./endpoints.ts";
import { type Detail, modelError } from "./errors.ts";
import { checkInput } from "./fields.ts";
import type { Files } from "./files.ts";
import { letter } from "./lettering.ts";
import { encodePicture, measurePicture, type PictureSize, paintBlack, paintPortrait } from "./picture.ts";
import { readSafetensors, writeSafetensors } from "./safetensors.ts";
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

async function draw(painter: Painter, input: Input, { files }: Workshop, nsfw: boolean): Promise<unknown> {
  checkPrompt(input.prompt);
  await checkLoras(input.loras, painter.base);
  if (painter.fields.image_url?.required) await openPicture(input.image_url);
  const size = sizeOf(input);
  checkSides(size, painter);
  const format = String(input.output_format ?? painter.format);
  const seed = typeof input.seed === "number" ? input.seed : Math.floor(Math.random() * 2 ** 31);
  const checked = input.enable_safety_checker !== false;
  // Text in the prompt chooses: all of them, or only the second, as a batch often has it.
  const isBlack = (i: number) =>
    checked &&
    (nsfw ||
      String(input.prompt).includes("[nsfw]") ||
      (i === 1 && String(input.prompt).includes("[nsfw:2]")));
  const hash = createHash("sha256").update(String(input.prompt)).digest("hex").slice(0, 8).toUpperCase();
  const images = [];
  const flags = [];
  for (let i = 0; i < Number(input.num_images ?? 1); i++) {
    flags.push(isBlack(i));
    const pixels = isBlack(i) ? paintBlack(size) : paintPortrait(size, seed + i);
    if (!isBlack(i)) letter(pixels, size, `SIMULATOR ${hash}`);
    const bytes = await encodePicture(pixels, size, format);
    const link = files.put(`${seed + i}.${format === "jpeg" ? "jpg" : format}`, `image/${format}`, bytes);
    const url =
      input.sync_mode === true ? `data:image/${format};base64,${bytes.toString("base64")}` : link.url;
    images.push({ url, ...size, content_type: link.content_type });
  }
  return {
    images,
    timings: { inference: 1.5 },
    seed,
    has_nsfw_concepts: flags,
    prompt: input.prompt,
  };
}

/** Weights by address are fetched and opened; names of public repositories are believed. */
async function checkLoras(loras: unknown, base: string | undefined): Promise<void> {
  if (!Array.isArray(loras)) return;
  for (const [i, { path }] of (loras as { path: string }[]).entries()) {
    if (!/^https?:/.test(path)) continue;
    const loc = ["body", "loras", i, "path"];
    const bytes = await download(path, loc);
    try {
      const { base: made } = readSafetensors(bytes);
      if (made && made !== base) throw new SyntaxError(`it was trained for ${made}, not for ${base}`);
    } catch (cause) {
      const msg = `Failed to load the LoRA: ${cause instanceof Error ? cause.message : cause}`;
      throw modelError([{ loc, msg, type: "value_error", input: path }]);
    }
  }
}

/** The content checker, as far as a text can ask for it: "[violates]" is refused as the vendor refuses. */
function checkPrompt(prompt: unknown): void {
  if (!String(prompt).includes("[violates]")) return;
  const msg =
    "The content could not be processed because it contained material flagged by a content checker.";
  throw modelError([{ loc: ["body", "prompt"], msg, type: "content_policy_violation", input: prompt }]);
}

function checkSides({ width, height }: PictureSize, { sides }: Painter): void {
  if (!sides) return;
  for (const [name, side] of Object.entries({ width, height })) {
    if (side >= sides.least && side <= sides.most) continue;
    const small = side < sides.least;
    const msg = `Input should be ${small ? "greater" : "less"} than or equal to ${small ? sides.least : sides.most}`;
    throw modelError([
      {
        loc: ["body", "image_size", name],
        msg,
        type: small ? "greater_than_equal" : "less_than_equal",
        input: side,
      },
    ]);
  }
}

/** A picture by its address; throws as the vendor where it is none. */
async function openPicture(url: unknown): Promise<PictureSize> {
  const loc = ["body", "image_url"];
  const size = measurePicture(await download(String(url), loc));
  if (size) return size;
  const msg = "Failed to load the image. Please ensure the image file is not corrupted.";
  throw modelError([{ loc, msg, type: "image_load_error", input: url }]);
}

/** The same picture, larger: here one of the right size that says so. */
async function enlarge(enlarger: Enlarger, input: Input, { files }: Workshop): Promise<unknown> {
  const small = await openPicture(input.image_url);
  const scale = Number(input.scale ?? 2);
  const size = { width: Math.round(small.width * scale), height: Math.round(small.height * scale) };
  const format = String(input.output_format ?? enlarger.format);
  const pixels = paintPortrait(size, seedOf(Buffer.from(String(input.image_url))));
  letter(pixels, size, "SIMULATOR");
  const bytes = await encodePicture(pixels, size, format);
  const link = files.put(`enlarged.${format === "jpeg" ? "jpg" : format}`, `image/${format}`, bytes);
  return { image: { url: link.url, ...size, content_type: link.content_type } };
}

const SIZES: Record<string, PictureSize> = {
  square_hd: { width: 1024, height: 1024 },
  square: { width: 512, height: 512 },
  portrait_4_3: { width: 768, height: 1024 },
  portrait_16_9: { width: 576, height: 1024 },
  landscape_4_3: { width: 1024, height: 768 },
  landscape_16_9: { width: 1024, height: 576 },
};

function sizeOf(input: Input): PictureSize {
  if (typeof input.aspect_ratio === "string") return sizeOfRatio(input.aspect_ratio);
  const asked = input.image_size ?? "landscape_4_3";
  return typeof asked === "string" ? (SIZES[asked] ?? { width: 1024, height: 768 }) : (asked as PictureSize);
}

/** The ultra model draws four megapixels of any ratio; a quarter of that is plenty here. */
function sizeOfRatio(ratio: string): PictureSize {
  const [across = 16, down = 9] = ratio.split(":").map(Number);
  if (!(across > 0 && down > 0)) {
    throw modelError([
      { loc: ["body", "aspect_ratio"], msg: "Invalid aspect ratio", type: "value_error", input: ratio },
    ]);
  }
  const unit = Math.sqrt(2 ** 20 / (across * down));
  return { width: Math.round((across * unit) / 16) * 16, height: Math.round((down * unit) / 16) * 16 };
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

/** Fetches what an input points to, as the vendor's workers do. Redirects are followed. */
async function download(url: string, loc: Detail["loc"]): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const msg = `Failed to download the file: ${reason}`;
    throw modelError([{ loc, msg, type: "file_download_error", input: url }]);
  }
}

function seedOf(bytes: Buffer): number {
  return createHash("sha256").update(bytes).digest().readUInt32LE(0);
}
