import type { Choosable, Style } from "../../domain/digests/index.ts";
import { zoneOf } from "../../domain/todos/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { SPEECH_LANGUAGES } from "../callbacks.ts";
import { type Reader, sayDate } from "../dates.ts";
import { shorten } from "../shorten.ts";
import { clockTime } from "../transcript.ts";
import type { Translate } from "../translate.ts";
import { writeButtons } from "./buttons.ts";
import { packDigestTap } from "./taps.ts";

/** Asks how to write; a reply is the answer. Styles that were kept are one tap. */
export const ownChoice = (styles: readonly Style[], t: Translate): Outgoing => ({
  html: t(styles.length > 0 ? "digest-own-choice-styles" : "digest-own-choice"),
  ...(styles.length > 0 && {
    buttons: styles.map(({ id, name }) => [
      { text: `✍️ ${name}`, data: packDigestTap({ act: "use", styleId: id }) },
      { text: "🗑", data: packDigestTap({ act: "drop", styleId: id }) },
    ]),
  }),
});

/** Asks which language to translate into. */
export const translationChoice = (t: Translate): Outgoing => {
  const buttons = Object.entries(SPEECH_LANGUAGES).map(([language, text]) => ({
    text,
    data: packDigestTap({ act: "language", language }),
  }));
  return { html: t("digest-translation-choice"), buttons: inRows(buttons, 3) };
};

/** Asks for the question about what is selected; a reply is the question. */
export const askChoice = (t: Translate): Outgoing => ({ html: t("digest-ask-choice") });

/** The same about everything there is. */
export const askAbout = (t: Translate): Outgoing => ({ html: t("ask-prompt") });

/** Asks for the name of a style. */
export const nameChoice = (t: Translate): Outgoing => ({ html: t("digest-name-choice") });

const LABEL_UNITS = 40;

interface Page {
  choosable: readonly Choosable[];
  more: boolean;
  after?: string | undefined;
}

/** A page of transcripts to select from, and what can be written about those that are selected. */
export function pickChoice(
  { choosable, more, after }: Page,
  chosen: readonly string[],
  user: Reader,
  t: Translate,
): Outgoing {
  if (choosable.length === 0 && after === undefined) return { html: t("digest-pick-none") };
  const timeZone = zoneOf(user);
  const here = after === undefined ? {} : { after };
  const last = choosable.at(-1);
  const pages = [
    ...(after === undefined ? [] : [{ text: t("history-first"), data: packDigestTap({ act: "turn" }) }]),
    ...(more && last
      ? [{ text: t("history-more"), data: packDigestTap({ act: "turn", after: last.id }) }]
      : []),
  ];
  const buttons = choosable.map(({ id, claimedName, beginning, seconds, createdAt }): Button[] => {
    const day = sayDate(createdAt, user.locale, { day: "numeric", month: "short", timeZone });
    const length = seconds ? ` · ${clockTime(seconds)}` : "";
    const name = shorten((claimedName ?? beginning).replace(/\s+/g, " ").trim(), LABEL_UNITS);
    return [
      {
        text: `${chosen.includes(id) ? "☑️" : "◻️"} ${day}${length} · ${name}`,
        data: packDigestTap({ act: "toggle", transcriptId: id, ...here }),
      },
    ];
  });
  return {
    html: t("digest-pick", { count: chosen.length }),
    buttons: [
      ...buttons,
      ...(pages.length > 0 ? [pages] : []),
      ...(chosen.length > 0 ? writeButtons(t) : []),
    ],
  };
}

function inRows<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) =>
    items.slice(i * size, (i + 1) * size),
  );
}
