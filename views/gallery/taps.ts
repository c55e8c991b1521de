import { GALLERY_DAYS, GALLERY_TYPES, type GalleryFilter } from "../../domain/images/index.ts";
import { isId } from "../../domain/new-id.ts";

/**
 * `see` shows a picture (the newest, where none is named), `old` and `new` its neighbours; `ask` asks before `del`
 * deletes, `undo` takes that back; `text` is the full prompt, `ten` an overview, `sift` the filters, `sum` the figures.
 */
const ACTS = {
  see: "s",
  old: "o",
  new: "n",
  star: "f",
  ask: "d",
  del: "x",
  undo: "u",
  text: "p",
  ten: "t",
  sift: "i",
  sum: "m",
} as const;

export interface GalleryTap {
  act: keyof typeof ACTS;
  filter: GalleryFilter;
  pictureId: string | null;
}

export const NO_FILTER: GalleryFilter = { isFavourite: false, type: "all", days: 0, avatarId: null };

const PICTURE = "pic_";
const AVATAR = "avt_";

/** A tap as button data, which carries its filters: at most 62 of Telegram's 64 bytes, ids without what kind they are. */
export function packGalleryTap({ act, filter, pictureId }: GalleryTap): string {
  const flags = `${filter.isFavourite ? 1 : 0}${GALLERY_TYPES.indexOf(filter.type)}${GALLERY_DAYS.indexOf(filter.days)}`;
  const short = (id: string | null) => id?.slice(PICTURE.length) ?? "";
  return `ga.${ACTS[act]}:${flags}:${short(pictureId)}:${short(filter.avatarId)}`;
}

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readGalleryTap(data: string): GalleryTap | null {
  const [, letter, favourite, type, days, picture = "", avatar = ""] =
    /^ga\.([a-z]):([01])(\d)(\d):(\w*):(\w*)$/.exec(data) ?? [];
  const act = (Object.keys(ACTS) as (keyof typeof ACTS)[]).find((name) => ACTS[name] === letter);
  const [ofType, ofDays] = [GALLERY_TYPES[Number(type)], GALLERY_DAYS[Number(days)]];
  if (!act || ofType === undefined || ofDays === undefined) return null;
  const pictureId = picture === "" ? null : PICTURE + picture;
  const avatarId = avatar === "" ? null : AVATAR + avatar;
  if (pictureId !== null && !isId(pictureId, "pic")) return null;
  if (avatarId !== null && !isId(avatarId, "avt")) return null;
  return { act, pictureId, filter: { isFavourite: favourite === "1", type: ofType, days: ofDays, avatarId } };
}
