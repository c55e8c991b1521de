import {
  chargeForPictures,
  type Image,
  type OwnedImage,
  type Picture,
  promptOf,
} from "../../domain/images/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { galleryButton } from "../gallery/screens.ts";
import { shorten } from "../shorten.ts";
import { escapeHtml, type Translate } from "../translate.ts";
import { button, toNext } from "./buttons.ts";
import type { ImageTap } from "./taps.ts";

/** Under an album, or under one picture: a caption has at most 1024 units (Bot API, sendPhoto). */
const CAPTION_LETTERS = 500;

/** The words under an album: for whom, and from which prompt. */
export const albumCaption = (
  { image, avatar }: Pick<OwnedImage, "image" | "avatar">,
  t: Translate,
): Outgoing => ({
  html: [
    image.isTest ? t("picture-test") : "",
    avatar === null
      ? t("picture-ready-nobody")
      : t(image.freeReason === null ? "picture-ready" : "picture-ready-first", { name: avatar.name ?? "" }),
    image.source === "upscale" ? "" : `<i>${escapeHtml(shorten(promptOf(image) ?? "", CAPTION_LETTERS))}</i>`,
  ]
    .filter(Boolean)
    .join("\n\n"),
});

/** What came of an order: how many, what the safety filter took, what was paid. */
export function resultCaption(
  found: Pick<OwnedImage, "image" | "avatar">,
  pictures: readonly Picture[],
  t: Translate,
): Outgoing {
  const { image } = found;
  const missing = image.count - pictures.length;
  const coins = chargeForPictures(image, pictures.length);
  return {
    html: [
      pictures.length === 1 ? albumCaption(found, t).html : t("picture-what-next"),
      pictures.length > 1 && !image.isTest ? t("picture-signs") : "",
      missing > 0 ? t("picture-missing", { missing }) : "",
      image.quotedCoins ? t("picture-taken", { coins: t("coins", { coins }) }) : "",
    ]
      .filter(Boolean)
      .join("\n\n"),
  };
}

const SIGNS = { vary: "🎲", up: "🔍", star: "⭐" } as const;

/** What can be done with an order's pictures: each by its number, where there are several. */
export function resultButtons(
  image: Pick<Image, "id" | "source" | "isTest">,
  pictures: readonly Pick<Picture, "id" | "isFavourite">[],
  t: Translate,
): Button[][] {
  const each = (act: "vary" | "up" | "star"): Button[] =>
    pictures.map(({ id }, i) =>
      pictures.length === 1
        ? button(t, `picture-${act}`, { act, pictureId: id } satisfies ImageTap)
        : { ...button(t, `picture-${act}`, { act, pictureId: id }), text: `${SIGNS[act]} ${i + 1}` },
    );
  const isUpscale = image.source === "upscale";
  const canRepeat = !isUpscale && !image.isTest;
  return [
    ...(isUpscale ? [] : [[button(t, "picture-again", { act: "again", imageId: image.id })]]),
    ...(canRepeat && pictures.length === 1 ? [[...each("vary"), ...each("up")]] : []),
    ...(canRepeat && pictures.length > 1 ? [each("vary"), each("up")] : []),
    each("star"),
    [button(t, "picture-files", { act: "files", imageId: image.id })],
    [...toNext(t), galleryButton(t)],
  ];
}

/** Under a picture that is sent as a file. */
export const originalCaption = (
  { width, height }: Pick<Picture, "width" | "height">,
  t: Translate,
): Outgoing => ({ html: t("picture-original", { width: String(width ?? 0), height: String(height ?? 0) }) });
