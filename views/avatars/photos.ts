import type { Avatar, Photo } from "../../domain/avatars/index.ts";
import { differenceOf } from "../../domain/media/images/sketch.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import type { Translate } from "../translate.ts";
import { button } from "./buttons.ts";

type Seen = Pick<Photo, "id" | "state" | "failure" | "likeness" | "width" | "height">;

/** The one message about a draft's photos: how many, which were not taken and why, what is still wanted. */
export function photoCount(
  { id, name, subject, state }: Pick<Avatar, "id" | "name" | "subject" | "state">,
  photos: readonly Seen[],
  limits: { least: number; most: number; facesAreSeen: boolean },
  t: Translate,
): Outgoing {
  const { least, most } = limits;
  const kept = photos.filter(({ state }) => state === "kept");
  const waiting = photos.filter(({ state }) => state === "received").length;
  const refused = countReasons(photos);
  const lines = [
    t("photos-count", { name: name ?? "", kept: kept.length, least, most }),
    bar(kept.length, least, most),
    waiting > 0 ? t("photos-waiting", { waiting }) : "",
    refused.length > 0
      ? [
          t("photos-refused", { refused: refused.reduce((sum, [, count]) => sum + count, 0) }),
          ...refused.map(([reason, count]) => `• ${t(`photo-${reason}`, { count, most })}`),
        ].join("\n")
      : "",
    kept.length < least ? t("photos-needed", { needed: least - kept.length }) : t("photos-enough"),
    advice(kept, subject === "style", t),
    limits.facesAreSeen || subject === "style" ? "" : t("photos-faces-not-seen"),
  ];
  const avatarId = id;
  return {
    html: lines.filter(Boolean).join("\n\n"),
    buttons: [
      ...(kept.length >= least
        ? [[button(t, "photos-review", { act: state === "ready" ? "again" : "check", avatarId })]]
        : []),
      ...(kept.length > 0 ? [[button(t, "photos-look", { act: "photos", avatarId })]] : []),
      [button(t, "avatar-leave", { act: "leave" })],
    ],
  };
}

const CELLS = 10;

/** Full at the least number that is needed; what comes on top fills the second half of the colours. */
function bar(kept: number, least: number, most: number): string {
  const full = Math.round((Math.min(kept, least) / least) * CELLS);
  const more = most > least ? Math.round((Math.max(0, kept - least) / (most - least)) * CELLS) : 0;
  return (
    "🟩".repeat(more) + "🟦".repeat(Math.max(0, full - more)) + "⬜".repeat(CELLS - Math.max(full, more))
  );
}

function countReasons(photos: readonly Seen[]): [reason: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { state, failure } of photos)
    if (state === "refused")
      counts.set(failure ?? "not-checked", (counts.get(failure ?? "not-checked") ?? 0) + 1);
  return [...counts];
}

/** Two photos this near look alike at a glance: the same place, the same pose. */
const ALIKE_BITS = 12;

/** One word about the set as a whole: what would make the likeness better. */
function advice(kept: readonly Seen[], isStyle: boolean, t: Translate): string {
  const alike = kept.filter((one, i) =>
    kept.some(
      (other, j) =>
        i !== j && one.likeness && other.likeness && differenceOf(one.likeness, other.likeness) <= ALIKE_BITS,
    ),
  ).length;
  if (alike >= 3) return t("photos-alike", { alike });
  if (isStyle || kept.length === 0) return "";
  if (kept.length >= 4 && kept.every(({ width, height }) => (width ?? 0) > (height ?? 0)))
    return t("photos-tip-portrait");
  return t("photos-tip");
}

/** Words and buttons under a photo in the viewer. */
export function photoViewer(
  { id, state }: Pick<Avatar, "id" | "state">,
  kept: readonly Pick<Photo, "id" | "width" | "height">[],
  index: number,
  /** Whether photos can be taken away. */
  isOpen: boolean,
  t: Translate,
): Outgoing {
  const photo = kept[index];
  const [before, after] = [kept.at(index - 1), kept[(index + 1) % kept.length]];
  if (!photo || !before || !after) return { html: t("photos-none") };
  return {
    html: t("photo-shown", {
      number: index + 1,
      all: kept.length,
      width: String(photo.width ?? 0),
      height: String(photo.height ?? 0),
    }),
    buttons: [
      kept.length > 1
        ? [
            button(t, "photo-before", { act: "look", photoId: before.id }),
            button(t, "photo-after", { act: "look", photoId: after.id }),
          ]
        : [],
      isOpen ? [button(t, "photo-drop", { act: "drop", photoId: photo.id })] : [],
      [button(t, "photo-done", { act: isOpen && state !== "ready" ? "go" : "card", avatarId: id })],
    ].filter((row) => row.length > 0),
  };
}
