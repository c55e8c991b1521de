import type { FileRecord } from "../files.ts";
import type { MediaFile, Medium, PhotoSize } from "../wire.ts";

/** Which facts a message of each kind shows (contract: a voice has no name, a video note no type). */
const FACTS: Record<Medium, string[]> = {
  voice: ["duration"],
  audio: ["duration", "performer", "title"],
  video: ["width", "height", "duration"],
  video_note: ["length", "duration"],
  document: [],
  animation: ["width", "height", "duration"],
};
/** Without which the object is not valid at all: Telegram sends 0 where it does not know. */
const ALWAYS = ["duration", "width", "height", "length"];

export function describeMedium(
  kind: Medium,
  { id, uniqueId, size, name, mime, about }: FileRecord,
): MediaFile {
  const facts = FACTS[kind].flatMap((fact) => {
    const value = about[fact] ?? (ALWAYS.includes(fact) ? 0 : undefined);
    return value === undefined ? [] : [[fact, value]];
  });
  const named = kind !== "voice" && kind !== "video_note";
  return {
    ...Object.fromEntries(facts),
    ...(named && name && { file_name: name }),
    ...(kind !== "video_note" && mime && { mime_type: mime }),
    file_id: id,
    file_unique_id: uniqueId,
    ...(size >= 0 && { file_size: size }),
  };
}

export function describePhoto({ id, uniqueId, size, about }: FileRecord): PhotoSize {
  return {
    file_id: id,
    file_unique_id: uniqueId,
    ...(size >= 0 && { file_size: size }),
    width: Number(about.width ?? 0),
    height: Number(about.height ?? 0),
  };
}
