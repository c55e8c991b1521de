import { createHash } from "node:crypto";
import { download, seedOf } from "./download.ts";
import type { Enlarger, Painter } from "./endpoints.ts";
import { modelError } from "./errors.ts";
import { letter } from "./lettering.ts";
import { encodePicture, measurePicture, type PictureSize, paintBlack, paintPortrait } from "./picture.ts";
import { readSafetensors } from "./safetensors.ts";
import type { Input, Workshop } from "./work.ts";

/** Real pictures of the asked size, each with its flag of the safety checker. */
export async function draw(
  painter: Painter,
  input: Input,
  { files }: Workshop,
  nsfw: boolean,
): Promise<unknown> {
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
export async function enlarge(enlarger: Enlarger, input: Input, { files }: Workshop): Promise<unknown> {
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
