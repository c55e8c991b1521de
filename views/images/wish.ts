import type { Avatar } from "../../domain/avatars/index.ts";
import { type Image, isWorthAnotherTry, promptOf, WISH_LETTERS } from "../../domain/images/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { IMAGE_RATIOS } from "../../schema/images.ts";
import { packTap } from "../callbacks.ts";
import { galleryButton } from "../gallery/screens.ts";
import { moreCoins } from "../more-coins.ts";
import { shorten } from "../shorten.ts";
import { styleButton } from "../styles/screens.ts";
import type { Translate } from "../translate.ts";
import { button, toHome } from "./buttons.ts";
import { packImageTap } from "./taps.ts";

/** An avatar as a line: its name, and that it is a test. */
const nameOf = (avatar: Pick<Avatar, "name" | "isTest"> | null, t: Translate): string =>
  avatar
    ? [avatar.isTest ? "🧪" : "", avatar.name ?? t("avatar-nameless")].filter(Boolean).join(" ")
    : t("picture-nobody");

/** Where pictures begin: whose likeness, and how the wish is told. */
export const picturesHome = (
  image: Pick<Image, "id">,
  { avatar, sees, isTest }: { avatar: Avatar | null; sees: boolean; isTest: boolean },
  t: Translate,
): Outgoing => ({
  html: [t("pictures", { name: nameOf(avatar, t) }), isTest ? t("picture-test-mode") : ""]
    .filter(Boolean)
    .join("\n\n"),
  buttons: [
    [button(t, "picture-who", { act: "who", imageId: image.id }, { name: nameOf(avatar, t) })],
    [
      button(t, "picture-words", { act: "words", imageId: image.id }),
      button(t, "picture-voice", { act: "voice", imageId: image.id }),
    ],
    ...(sees ? [[button(t, "picture-photo", { act: "photo", imageId: image.id })]] : []),
    [styleButton(t, "menu-styles", { act: "home" }), galleryButton(t)],
    [{ text: t("menu-back"), data: packTap({ do: "menu", screen: "start" }) }],
  ],
});

/** The owner's avatars that can draw, and nobody. */
export const likenessChoice = (avatars: readonly Avatar[], t: Translate): Outgoing => ({
  html: avatars.length > 0 ? t("picture-choose") : t("picture-choose-none"),
  buttons: [
    ...avatars.map((avatar): Button[] => [
      {
        text: `${avatar.isMain ? "⭐" : "🎭"} ${nameOf(avatar, t)}`,
        data: packImageTap({ act: "with", avatarId: avatar.id }),
      },
    ]),
    [button(t, "picture-without", { act: "with", avatarId: null })],
    toHome(t),
  ],
});

/** Asks for the wish, or for a prompt in place of the one that is shown; that one can be copied by a tap. */
export const wishQuestion = (
  image: Pick<Image, "id" | "awaits" | "asWritten" | "words" | "prompt">,
  t: Translate,
): Outgoing => {
  const awaits = image.awaits ?? "words";
  const text = awaits === "prompt" ? (promptOf(image) ?? "") : "";
  return {
    html: t(`picture-ask-${awaits}`, { ...WISH_LETTERS, text }),
    buttons: [
      awaits === "prompt" ? [button(t, "picture-back", { act: "show", imageId: image.id })] : toHome(t),
    ],
  };
};

export const wishRefused = (t: Translate): Outgoing => ({ html: t("picture-words-wrong", WISH_LETTERS) });

/** Wish, prompt and the rest have to fit into one message of 4096 units. A whole prompt does; the wish is known anyway. */
const SHOWN = { words: 700, prompt: 2100 };

/** What will be drawn, in full view: the prompt, for whom, how many and in what shape, the price, and what can be changed. */
export function promptScreen(
  image: Image,
  about: {
    avatar: Avatar | null;
    coins: number;
    available: number;
    free: boolean;
    isTest: boolean;
    writes: boolean;
    checks: boolean;
  },
  t: Translate,
): Outgoing {
  const { id, count, ratio, failure, asWritten, words } = image;
  const text = promptOf(image);
  const short = !about.free && about.coins > about.available;
  const isUpscale = image.source === "upscale";
  const lines = [
    t("picture-title", { name: nameOf(about.avatar, t) }),
    failure ? t(`picture-problem-${failure}`) : "",
    !isUpscale && words !== null && words !== text && image.source !== "style"
      ? t("picture-your-words", { words: shorten(words, SHOWN.words) })
      : "",
    !isUpscale && text !== null
      ? t(asWritten ? "picture-exactly" : "picture-prompt", { prompt: shorten(text, SHOWN.prompt) })
      : "",
    isUpscale ? t("picture-upscale-about") : "",
    text !== null && !about.writes && !isUpscale ? t("picture-not-translated") : "",
    text !== null && !about.checks && !isUpscale ? t("picture-not-checked") : "",
    about.free || about.isTest
      ? ""
      : t("picture-price", {
          price: t("coins", { coins: about.coins }),
          available: t("coins", { coins: about.available }),
        }),
    short ? t("picture-short", { missing: about.coins - about.available }) : "",
    about.isTest ? t("picture-test-mode") : "",
  ];
  return {
    html: lines.filter(Boolean).join("\n\n"),
    buttons: [
      ...(text !== null && !short
        ? [[button(t, "picture-draw", { act: "draw", imageId: id }, { count })]]
        : []),
      ...(short && text !== null
        ? [moreCoins(t), [button(t, "picture-check-balance", { act: "show", imageId: id })]]
        : []),
      ...(isUpscale ? [] : shapeRows(id, ratio, count)),
      ...(isUpscale || text === null ? [] : [editRow(image, t)]),
      ...(text === null ? failedRows(image, t) : []),
      [button(t, "picture-drop", { act: "drop", imageId: id }), ...toHome(t)],
    ],
  };
}

const shapeRows = (imageId: string, chosen: Image["ratio"], count: number): Button[][] => [
  IMAGE_RATIOS.map((ratio) => ({
    text: ratio === chosen ? `✓${ratio}` : ratio,
    data: packImageTap({ act: "ratio", imageId, ratio }),
  })),
  [1, 2, 3, 4].map((number) => ({
    text: number === count ? `✓×${number}` : `×${number}`,
    data: packImageTap({ act: "count", imageId, count: number }),
  })),
];

const editRow = (image: Image, t: Translate): Button[] => [
  button(t, "picture-edit", { act: "edit", imageId: image.id }),
  ...exactButton(image, t),
];

/** Between one's own words and what was made of them. What stands under a photo, or on a style, is no wish by itself. */
const exactButton = ({ id, asWritten, words, source }: Image, t: Translate): Button[] =>
  words !== null && source !== "style" && source !== "photo"
    ? [button(t, asWritten ? "picture-translate" : "picture-exact", { act: "exact", imageId: id })]
    : [];

/**
 * Nothing has come of the wish: it can be prepared once more where that may help, drawn word for word unless it is the wish
 * that may not be drawn, and told again, in the same way or in words.
 */
const failedRows = (image: Image, t: Translate): Button[][] => {
  const { id, source, failure } = image;
  const isForbidden = failure === "prompt-minor" || failure === "prompt-sexual";
  return [
    [
      ...(isWorthAnotherTry(failure) ? [button(t, "picture-retry", { act: "retry", imageId: id })] : []),
      ...(isForbidden ? [] : exactButton(image, t)),
    ],
    [
      ...(source === "photo" ? [button(t, "picture-photo", { act: "photo", imageId: id })] : []),
      ...(source === "voice" ? [button(t, "picture-voice", { act: "voice", imageId: id })] : []),
      button(t, "picture-words", { act: "words", imageId: id }),
    ],
  ].filter((row) => row.length > 0);
};

/** An order or a picture that is not there, or not theirs: the same word for both. */
export const pictureGone = (t: Translate): Outgoing => ({ html: t("picture-gone"), buttons: [toHome(t)] });

export const draftDropped = (t: Translate): Outgoing => ({
  html: t("picture-dropped"),
  buttons: [toHome(t)],
});
