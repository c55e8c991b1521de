import { isId } from "../../domain/new-id.ts";
import { AVATAR_SUBJECTS, TRAINING_PRESETS } from "../../schema/avatars.ts";

/** Taps that are about no avatar yet. */
const BARE = ["list", "new", "why", "leave"] as const;
/**
 * Taps about one avatar: `go` goes on with its wizard, `check` reviews its first training before `order` orders it, `again`
 * a further one before `retrain`. `keep` and `usual`: how long its photos stay. `del` asks before `erase` deletes it and
 * `wipe` its pictures, too. The presets are chosen by their names.
 */
const ABOUT_AVATAR = [
  "go",
  "card",
  "name",
  "consent",
  "photos",
  "check",
  "order",
  "again",
  "retrain",
  ...TRAINING_PRESETS,
  "stop",
  "main",
  "forget",
  "keep",
  "usual",
  "del",
  "erase",
  "wipe",
] as const;
const ABOUT_PHOTO = ["look", "drop"] as const;

export type AvatarTap =
  | { act: (typeof BARE)[number] }
  | { act: "make"; subject: (typeof AVATAR_SUBJECTS)[number] }
  | { act: (typeof ABOUT_AVATAR)[number]; avatarId: string }
  | { act: (typeof ABOUT_PHOTO)[number]; photoId: string };

/** A tap as button data: at most 45 of Telegram's 64 bytes. */
export function packAvatarTap(tap: AvatarTap): string {
  if ("subject" in tap) return `av.${tap.act}:${tap.subject}`;
  if ("avatarId" in tap) return `av.${tap.act}:${tap.avatarId}`;
  return "photoId" in tap ? `av.${tap.act}:${tap.photoId}` : `av.${tap.act}`;
}

/** Reads button data, which anybody can forge. Null when it is none of ours. */
export function readAvatarTap(data: string): AvatarTap | null {
  const [, what, about = ""] = /^av\.([a-z]+)(?::([\w-]+))?$/.exec(data) ?? [];
  const bare = BARE.find((act) => act === what);
  if (bare) return about === "" ? { act: bare } : null;
  const subject = AVATAR_SUBJECTS.find((one) => one === about);
  if (what === "make") return subject ? { act: what, subject } : null;
  const avatar = ABOUT_AVATAR.find((act) => act === what);
  if (avatar) return isId(about, "avt") ? { act: avatar, avatarId: about } : null;
  const photo = ABOUT_PHOTO.find((act) => act === what);
  return photo && isId(about, "pho") ? { act: photo, photoId: about } : null;
}
