import { refused } from "../errors.ts";
import type { FileRecord, Files } from "../files.ts";
import type { Medium } from "../wire.ts";
import { measureMedia } from "./measure.ts";
import { makePhotoSizes } from "./photo.ts";
import { guessType } from "./types.ts";

export interface Facts {
  name?: string | undefined;
  mime?: string | undefined;
  /** Bytes by claim. */
  size?: number;
  /** Claims that go before what is measured. */
  about?: Record<string, unknown>;
}

/**
 * Stores what was sent and finds out about it what Telegram finds out. A photo becomes several JPEGs, ascending.
 * Throws ApiError 400 for a photo that is no picture.
 */
export async function storeMedium(
  files: Files,
  kind: Medium | "photo",
  bytes: Uint8Array,
  facts: Facts = {},
): Promise<FileRecord[]> {
  if (kind === "photo") return storePhoto(files, bytes, facts);
  const mime =
    facts.mime && facts.mime !== "application/octet-stream" ? facts.mime : guessType(facts.name, kind);
  const measured = kind === "document" ? {} : await measureMedia(bytes);
  const about: Record<string, unknown> = { ...measured, ...facts.about };
  if (kind === "video_note") about.length ??= measured.width ?? 240;
  return [files.put(kind, bytes, { ...facts, mime, about })];
}

/** Sum of the sides, and how much longer one may be (core.telegram.org/bots/api#sendphoto). */
const SIDES = 10_000;
const RATIO = 20;

async function storePhoto(files: Files, bytes: Uint8Array, facts: Facts): Promise<FileRecord[]> {
  const sizes = await makePhotoSizes(bytes);
  if (!sizes) throw refused("IMAGE_PROCESS_FAILED");
  const { width, height } = sizes.original;
  if (width + height > SIDES || Math.max(width / height, height / width) > RATIO) {
    throw refused("PHOTO_INVALID_DIMENSIONS");
  }
  const records = sizes.pictures.map((picture, index) => {
    const size = index === sizes.pictures.length - 1 ? facts.size : undefined;
    const about = { width: picture.width, height: picture.height };
    return files.put("photo", picture.bytes, {
      about,
      mime: "image/jpeg",
      ...(size !== undefined && { size }),
    });
  });
  for (const record of records) record.about.sizes = records.map(({ id }) => id);
  return records;
}
