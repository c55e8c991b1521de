import { sketchJpeg } from "./jpeg/sketch.ts";
import { measureImage } from "./measure.ts";
import { sketchPng } from "./png.ts";
import { brightnessOf, likenessOf, type Sketch } from "./sketch.ts";
import { type ImageKind, sniffImage } from "./sniff.ts";
import { isWhole } from "./whole.ts";

/** What can be known of a picture without showing it to anybody. */
export interface ImageReport {
  kind: ImageKind;
  width: number;
  height: number;
  /** Null where the pixels were not looked at: WebP, very large files, rare encodings. */
  likeness: string | null;
  brightness: number | null;
  sharpness: number | null;
}

export type ImageProblem = "not-a-picture" | "heic" | "truncated";

/** The first bytes that are wanted: a camera's notes, preview and profile may come before the size. */
export const HEAD_BYTES = 512 * 1024;

/** Larger files are judged without their pixels: a packed photo lies in memory while it is read. */
export const LOOK_BYTES = 8 * 2 ** 20;

/**
 * Looks at a picture. `bytes` are all of it, or null when it is larger than LOOK_BYTES: then brightness, blur and near
 * duplicates are not known. Answers the problem when it is no picture that can be used.
 */
export async function inspectImage(file: {
  head: Uint8Array;
  tail: Uint8Array;
  length: number;
  bytes: Uint8Array | null;
}): Promise<ImageReport | ImageProblem> {
  const { head, tail, length, bytes } = file;
  const kind = sniffImage(head);
  if (kind === "heic" || kind === "avif") return "heic";
  const size = measureImage(kind, head);
  if (!size) return "not-a-picture";
  if (!isWhole(kind, head, tail, length)) return "truncated";
  const sketch = bytes && (await sketchOf(kind, bytes));
  return {
    kind,
    ...size,
    likeness: sketch ? likenessOf(sketch) : null,
    brightness: sketch ? brightnessOf(sketch) : null,
    sharpness: sketch?.sharpness ?? null,
  };
}

async function sketchOf(kind: ImageKind, bytes: Uint8Array): Promise<Sketch | null> {
  if (kind === "jpeg") return sketchJpeg(bytes);
  return kind === "png" ? sketchPng(bytes) : null;
}
