import {
  GALLERY_DAYS,
  GALLERY_TYPES,
  type GalleryFigures,
  type GalleryFilter,
  promptOf,
  type Shown,
} from "../../domain/images/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { type Reader, sayDay } from "../dates.ts";
import { button as imageButton, toHome } from "../images/buttons.ts";
import { shorten } from "../shorten.ts";
import type { Translate } from "../translate.ts";
import { type GalleryTap, NO_FILTER, packGalleryTap } from "./taps.ts";

/** With the facts above it a caption stays under 1024 units (Bot API, sendPhoto). */
const CAPTION_LETTERS = 500;

export const galleryButton = (t: Translate): Button => ({ ...toGallery(t), text: t("menu-gallery") });

const toGallery = (t: Translate): Button => ({
  text: t("gallery-open"),
  data: packGalleryTap({ act: "see", filter: NO_FILTER, pictureId: null }),
});

const isSifted = ({ isFavourite, type, days, avatarId }: GalleryFilter): boolean =>
  isFavourite || type !== "all" || days !== 0 || avatarId !== null;

/** One picture with what is known of it, its neighbours, and what can be done with it. */
export function galleryPicture(
  { picture, image, avatarName, number, all }: Shown,
  filter: GalleryFilter,
  reader: Reader,
  t: Translate,
): Outgoing {
  const tap = (key: string, act: GalleryTap["act"]): Button => ({
    text: t(key),
    data: packGalleryTap({ act, filter, pictureId: picture.id }),
  });
  const prompt = promptOf(image);
  return {
    html: [
      image.isTest ? t("picture-test") : "",
      t("gallery-picture", {
        number: String(number),
        all: String(all),
        date: sayDay(picture.createdAt, reader),
        name: avatarName ?? t("picture-nobody"),
        size: `${picture.width ?? 0}×${picture.height ?? 0}`,
        star: picture.isFavourite ? "⭐" : "",
      }),
      prompt === null ? "" : t("gallery-prompt", { prompt: shorten(prompt, CAPTION_LETTERS) }),
    ]
      .filter(Boolean)
      .join("\n\n"),
    buttons: [
      [
        ...(number > 1 ? [tap("gallery-newer", "new")] : []),
        ...(number < all ? [tap("gallery-older", "old")] : []),
      ],
      [
        tap(picture.isFavourite ? "gallery-unstar" : "gallery-star", "star"),
        imageButton(t, "gallery-file", { act: "file", pictureId: picture.id }),
      ],
      [
        imageButton(t, "picture-again", { act: "again", imageId: image.id }),
        ...(image.isTest || image.source === "upscale"
          ? []
          : [
              imageButton(t, "picture-vary", { act: "vary", pictureId: picture.id }),
              imageButton(t, "picture-up", { act: "up", pictureId: picture.id }),
            ]),
      ],
      [tap("gallery-text", "text"), tap("gallery-delete", "ask")],
      [tap("gallery-ten", "ten"), tap(isSifted(filter) ? "gallery-sifted" : "gallery-sift", "sift")],
      [tap("gallery-sum", "sum"), ...toHome(t)],
    ].filter((row) => row.length > 0),
  };
}

/** Nothing to show: nothing was drawn, or the filters let nothing through. */
export const galleryEmpty = (filter: GalleryFilter, t: Translate): Outgoing => ({
  html: t(isSifted(filter) ? "gallery-nothing" : "gallery-empty"),
  buttons: [
    ...(isSifted(filter)
      ? [
          [
            { text: t("gallery-sift"), data: packGalleryTap({ act: "sift", filter, pictureId: null }) },
            toGallery(t),
          ],
        ]
      : []),
    toHome(t),
  ],
});

/** What can be looked for, and how many that lets through; each tap changes one thing and keeps the rest. */
export function galleryFilters(
  filter: GalleryFilter,
  avatars: readonly { id: string; name: string | null; pictures: number }[],
  pictures: number,
  t: Translate,
): Outgoing {
  const set = (text: string, change: Partial<GalleryFilter>, isOn: boolean): Button => ({
    text: isOn ? `● ${text}` : text,
    data: packGalleryTap({ act: "sift", filter: { ...filter, ...change }, pictureId: null }),
  });
  return {
    html: t("gallery-filters"),
    buttons: [
      [set(t("gallery-favourites"), { isFavourite: !filter.isFavourite }, filter.isFavourite)],
      ...chunks(
        GALLERY_TYPES.map((type) => set(t(`gallery-type-${type}`), { type }, filter.type === type)),
        3,
      ),
      ...chunks(
        GALLERY_DAYS.map((days) => set(t(`gallery-days-${days}`), { days }, filter.days === days)),
        3,
      ),
      ...(avatars.length > 0
        ? chunks(
            [
              set(t("gallery-everybody"), { avatarId: null }, filter.avatarId === null),
              ...avatars.map(({ id, name, pictures }) =>
                set(
                  `${name ?? t("avatar-nameless")} (${pictures})`,
                  { avatarId: id },
                  filter.avatarId === id,
                ),
              ),
            ],
            2,
          )
        : []),
      [
        {
          text: t("gallery-show", { pictures }),
          data: packGalleryTap({ act: "see", filter, pictureId: null }),
        },
      ],
    ],
  };
}

export const galleryQuestion = (pictureId: string, filter: GalleryFilter, t: Translate): Outgoing => ({
  html: t("gallery-delete-question"),
  buttons: [
    [{ text: t("gallery-delete-yes"), data: packGalleryTap({ act: "del", filter, pictureId }) }],
    [{ text: t("gallery-back"), data: packGalleryTap({ act: "see", filter, pictureId }) }],
  ],
});

export const galleryDeleted = (pictureId: string, filter: GalleryFilter, t: Translate): Outgoing => ({
  html: t("gallery-deleted"),
  buttons: [
    [{ text: t("gallery-undo"), data: packGalleryTap({ act: "undo", filter, pictureId }) }],
    [{ text: t("gallery-go-on"), data: packGalleryTap({ act: "old", filter, pictureId }) }],
  ],
});

/** A prompt has at most 6000 characters, a message 4096. */
const TEXT_LETTERS = 3500;

/** The whole prompt, to be copied by a tap. */
export const galleryText = ({ picture, image }: Shown, filter: GalleryFilter, t: Translate): Outgoing => ({
  html: t("gallery-full-prompt", {
    prompt: shorten(promptOf(image) ?? "—", TEXT_LETTERS),
    seed: image.seed === null ? "—" : String(image.seed),
  }),
  buttons: [
    [
      {
        text: t("gallery-back"),
        data: packGalleryTap({ act: "see", filter, pictureId: picture.id }),
      },
    ],
  ],
});

export const galleryFigures = (
  figures: GalleryFigures,
  avatars: readonly { name: string | null; pictures: number }[],
  t: Translate,
): Outgoing => ({
  html: [
    t("gallery-figures", { ...figures, coins: t("coins", { coins: figures.coins }) }),
    avatars
      .map(({ name, pictures }) => t("gallery-figure", { name: name ?? t("avatar-nameless"), pictures }))
      .join("\n"),
  ]
    .filter(Boolean)
    .join("\n\n"),
  buttons: [[toGallery(t)], toHome(t)],
});

const chunks = (buttons: readonly Button[], size: number): Button[][] =>
  Array.from({ length: Math.ceil(buttons.length / size) }, (_, i) =>
    buttons.slice(size * i, size * i + size),
  );

/** Below an overview: on to older ones where there are any, or back to one at a time. */
export const afterOverview = (
  { last, next }: { last: string | null; next: string | null },
  filter: GalleryFilter,
  t: Translate,
): Outgoing => {
  const tap = (key: string, act: GalleryTap["act"], pictureId: string | null): Button[] =>
    pictureId === null ? [] : [{ text: t(key), data: packGalleryTap({ act, filter, pictureId }) }];
  return {
    html: t("gallery-next"),
    buttons: [
      [...tap("gallery-older-ten", "ten", next), ...tap("gallery-go-on", "see", last)],
      [toGallery(t)],
    ].filter((row) => row.length > 0),
  };
};
