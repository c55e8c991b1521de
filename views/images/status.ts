import type { Avatar } from "../../domain/avatars/index.ts";
import type { Image } from "../../domain/images/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import type { Translate } from "../translate.ts";
import { button, toHome } from "./buttons.ts";

/** A wish is being heard, looked at, or written out. */
export const preparing = ({ source }: Pick<Image, "source">, t: Translate): Outgoing => ({
  html: t(
    source === "voice" ? "picture-hearing" : source === "photo" ? "picture-looking" : "picture-writing",
  ),
});

/** How far an order is. Drawing takes seconds; what is shown is time that went by, not a percentage that nobody knows. */
export function drawingStatus(
  image: Pick<
    Image,
    "id" | "state" | "count" | "source" | "isTest" | "orderedAt" | "queuePosition" | "freeReason"
  >,
  about: { avatar: Pick<Avatar, "name"> | null; now: Date; isChecked: boolean },
  t: Translate,
): Outgoing {
  const { id, state, count, orderedAt, queuePosition } = image;
  const seconds = Math.max(0, Math.round((about.now.getTime() - (orderedAt ?? about.now).getTime()) / 1000));
  const stage =
    state === "drawn"
      ? t("drawing-fetching")
      : queuePosition
        ? t("drawing-queued", { position: queuePosition })
        : seconds >= 60
          ? t("drawing-long", { minutes: Math.floor(seconds / 60) })
          : t("drawing-soon");
  return {
    html: [
      image.isTest ? t("picture-test") : "",
      titleOf(image.source, about.avatar?.name ?? null, count, t),
      image.freeReason !== null ? t("drawing-free") : "",
      stage,
      about.isChecked || image.source === "upscale" ? "" : t("picture-not-checked"),
    ]
      .filter(Boolean)
      .join("\n\n"),
    ...(state === "drawn" ? {} : { buttons: [[button(t, "drawing-stop", { act: "stop", imageId: id })]] }),
  };
}

function titleOf(source: Image["source"], name: string | null, count: number, t: Translate): string {
  if (source === "upscale") return t("drawing-upscale");
  return name === null ? t("drawing-nobody", { count }) : t("drawing", { count, name });
}

export const drawingStopped = ({ quotedCoins }: Pick<Image, "quotedCoins">, t: Translate): Outgoing => ({
  html: [t("drawing-stopped"), quotedCoins ? t("picture-nothing-taken") : ""].filter(Boolean).join("\n\n"),
  buttons: [toHome(t)],
});

/** Why there are no pictures, and what can be done. */
export function drawingFailed(
  { id, failure, quotedCoins, isTest }: Pick<Image, "id" | "failure" | "quotedCoins" | "isTest">,
  t: Translate,
): Outgoing {
  return {
    html: [
      isTest ? t("picture-test") : "",
      t("drawing-failed"),
      t(`drawing-failure-${failure ?? "fault"}`),
      quotedCoins ? t("picture-nothing-taken") : "",
    ]
      .filter(Boolean)
      .join("\n\n"),
    buttons: [[button(t, "picture-again", { act: "again", imageId: id })], toHome(t)],
  };
}
