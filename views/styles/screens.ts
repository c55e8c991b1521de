import type { Style } from "../../domain/styles/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { STYLE_CATEGORIES } from "../../schema/styles.ts";
import { toHome } from "../images/buttons.ts";
import { escapeHtml, type Locale, type Translate } from "../translate.ts";
import { packStyleTap, type StyleTap } from "./taps.ts";

export const styleButton = (t: Translate, key: string, tap: StyleTap): Button => ({
  text: t(key),
  data: packStyleTap(tap),
});

const NAMES = { ru: "nameRu", en: "nameEn", kk: "nameKk" } as const;

/** A style's name in the reader's language. */
const styleName = (style: Style, locale: Locale): string => style[NAMES[locale]];

/** The categories, what is popular here, and one's own favourites. */
export const stylesHome = (t: Translate): Outgoing => ({
  html: t("styles"),
  buttons: [
    ...pairs(
      STYLE_CATEGORIES.map((category) => styleButton(t, `styles-${category}`, { act: "in", category })),
    ),
    [styleButton(t, "styles-popular", { act: "popular" }), styleButton(t, "styles-liked", { act: "liked" })],
    toHome(t),
  ],
});

/** Styles to choose from, under a heading; `title` is a key. */
export const styleList = (
  styles: readonly Style[],
  title: string,
  locale: Locale,
  t: Translate,
): Outgoing => ({
  html: `<b>${t(title)}</b>\n\n${t(styles.length > 0 ? "styles-choose" : "styles-none")}`,
  buttons: [
    ...pairs(
      styles.map((style) => ({
        text: `${style.emoji} ${styleName(style, locale)}`,
        data: packStyleTap({ act: "show", styleId: style.id }),
      })),
    ),
    [styleButton(t, "styles-back", { act: "home" })],
  ],
});

/** One style: its text in full, and whether it is a favourite. `isPreviewed`: the reader's own picture stands above. */
export const styleCard = (
  style: Style,
  { isLiked, isPreviewed }: { isLiked: boolean; isPreviewed: boolean },
  locale: Locale,
  t: Translate,
): Outgoing => ({
  html: [
    `${style.emoji} <b>${escapeHtml(styleName(style, locale))}</b> · ${style.ratio}`,
    `<i>${escapeHtml(style.prompt)}</i>`,
    t(isPreviewed ? "style-own-picture" : "style-no-picture"),
  ].join("\n\n"),
  buttons: [
    [styleButton(t, "style-draw", { act: "draw", styleId: style.id })],
    [styleButton(t, isLiked ? "style-unlike" : "style-like", { act: "like", styleId: style.id })],
    [
      styleButton(t, "styles-to-category", { act: "in", category: style.category }),
      styleButton(t, "styles-back", { act: "home" }),
    ],
  ],
});

export const styleGone = (t: Translate): Outgoing => ({
  html: t("style-gone"),
  buttons: [[styleButton(t, "styles-back", { act: "home" })]],
});

const pairs = (buttons: readonly Button[]): Button[][] =>
  Array.from({ length: Math.ceil(buttons.length / 2) }, (_, i) => buttons.slice(2 * i, 2 * i + 2));
