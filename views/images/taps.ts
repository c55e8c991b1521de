import { isId } from "../../domain/new-id.ts";
import { IMAGE_RATIOS } from "../../schema/images.ts";

/** `begin` is `home` as a message of its own: the tapped one, with its buttons, stays. */
const BARE = ["home", "begin"] as const;
/** Taps about one order: `draw` orders a draft, `again` one that was drawn; `drop` gives a draft up, `stop` an order; `retry` prepares a wish anew. */
const ABOUT_IMAGE = [
  "who",
  "words",
  "photo",
  "voice",
  "show",
  "draw",
  "edit",
  "exact",
  "retry",
  "drop",
  "stop",
  "again",
  "files",
] as const;
/** Taps about one picture: `up` enlarges it, `star` makes it a favourite or no favourite any more. */
const ABOUT_PICTURE = ["vary", "up", "star", "file"] as const;

export type Ratio = (typeof IMAGE_RATIOS)[number];

export type ImageTap =
  | { act: (typeof BARE)[number] }
  | { act: (typeof ABOUT_IMAGE)[number]; imageId: string }
  | { act: (typeof ABOUT_PICTURE)[number]; pictureId: string }
  /** Whose likeness the draft before them is drawn with. */
  | { act: "with"; avatarId: string | null }
  | { act: "ratio"; imageId: string; ratio: Ratio }
  | { act: "count"; imageId: string; count: number };

/** A tap as button data: at most 47 of Telegram's 64 bytes. */
export function packImageTap(tap: ImageTap): string {
  if (tap.act === "with") return `pi.with:${tap.avatarId ?? "none"}`;
  if (tap.act === "ratio") return `pi.ratio:${tap.imageId}:${IMAGE_RATIOS.indexOf(tap.ratio)}`;
  if (tap.act === "count") return `pi.count:${tap.imageId}:${tap.count}`;
  if ("imageId" in tap) return `pi.${tap.act}:${tap.imageId}`;
  return "pictureId" in tap ? `pi.${tap.act}:${tap.pictureId}` : `pi.${tap.act}`;
}

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readImageTap(data: string): ImageTap | null {
  const [, what, about = "", value] = /^pi\.([a-z]+)(?::([\w-]+))?(?::(\d))?$/.exec(data) ?? [];
  if (what === "ratio" || what === "count") return readShape(what, about, value);
  if (value !== undefined) return null;
  const bare = BARE.find((act) => act === what);
  if (bare) return about === "" ? { act: bare } : null;
  if (what === "with") {
    if (about === "none") return { act: what, avatarId: null };
    return isId(about, "avt") ? { act: what, avatarId: about } : null;
  }
  const image = ABOUT_IMAGE.find((act) => act === what);
  if (image) return isId(about, "img") ? { act: image, imageId: about } : null;
  const picture = ABOUT_PICTURE.find((act) => act === what);
  return picture && isId(about, "pic") ? { act: picture, pictureId: about } : null;
}

function readShape(what: "ratio" | "count", imageId: string, value: string | undefined): ImageTap | null {
  if (!isId(imageId, "img") || value === undefined) return null;
  const number = Number(value);
  if (what === "count") return number >= 1 && number <= 4 ? { act: what, imageId, count: number } : null;
  const ratio = IMAGE_RATIOS[number];
  return ratio ? { act: what, imageId, ratio } : null;
}
