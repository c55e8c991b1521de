import type { Receipt } from "../../domain/deletions/index.ts";
import { AGES, KEEP_ORIGINALS, KEEP_TEXTS, UNDO_SECONDS } from "../../domain/deletions/index.ts";
import type { User } from "../../domain/users/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { packTap } from "../callbacks.ts";
import type { Translate } from "../translate.ts";
import { countLines, megabytes } from "./receipt.ts";
import { type DeletionTap, packDeletionTap } from "./taps.ts";

const button = (text: string, tap: DeletionTap): Button => ({ text, data: packDeletionTap(tap) });
const leave = (t: Translate): Button[] => [button(t("forget-leave"), { act: "menu" })];

/** What can be deleted, and how long things are kept. */
export const forgetScreen = (t: Translate): Outgoing => ({
  html: t("forget"),
  buttons: [
    AGES.filter((days) => days > 0).map((days) =>
      button(t("forget-age-button", { days }), { act: "age", days }),
    ),
    [button(t("forget-recordings-button"), { act: "age", days: 0 })],
    [button(t("forget-all-button"), { act: "all" })],
    [button(t("keep-button"), { act: "keep" })],
    [{ text: t("menu-back"), data: packTap({ do: "menu", screen: "start" }) }],
  ],
});

export const askAge = (days: number, recordings: number, stamp: string, t: Translate): Outgoing =>
  recordings === 0
    ? { html: t("forget-age-none"), buttons: [leave(t)] }
    : {
        html: days === 0 ? t("forget-age-any", { recordings }) : t("forget-age", { days, recordings }),
        buttons: [[button(t("forget-yes"), { act: "age-yes", days, stamp })], leave(t)],
      };

/** First question: what there is. Second: whether they are sure. */
export const askAll = (
  what: Pick<Receipt, "rows" | "coins" | "payments">,
  stamp: string,
  t: Translate,
): Outgoing => ({
  html: [t("forget-all"), countLines(what.rows, t).join("\n"), ...losses(what, t), t("forget-all-stays")]
    .filter(Boolean)
    .join("\n\n"),
  buttons: [[button(t("forget-all-next"), { act: "all-sure", stamp })], leave(t)],
});

export const askSure = (coins: number, stamp: string, t: Translate): Outgoing => ({
  html: [t("forget-sure"), ...losses({ coins }, t)].join("\n\n"),
  buttons: [leave(t), [button(t("forget-all-yes"), { act: "all-yes", stamp })]],
});

const losses = ({ coins }: { coins: number }, t: Translate): string[] =>
  coins > 0 ? [t("forget-coins", { coins: t("coins", { coins }) })] : [];

/** Before one recording goes, while it can be taken back, and after that. */
export const askOne = (transcriptId: string, t: Translate): Outgoing => ({
  html: t("erase"),
  buttons: [[button(t("forget-yes"), { act: "one-yes", transcriptId })], leave(t)],
});

export const eraseBegun = (transcriptId: string, t: Translate): Outgoing => ({
  html: t("erase-begun", { seconds: UNDO_SECONDS }),
  buttons: [[button(t("erase-undo"), { act: "one-undo", transcriptId })]],
});

export const erased = (files: number, bytes: number, t: Translate): Outgoing => ({
  html: t("erased", { files, megabytes: megabytes(bytes) }),
});

/** How long recordings and texts are kept after delivery; the chosen one is marked. */
export function keepScreen(
  { keepOriginalsDays, keepTextsDays }: Pick<User, "keepOriginalsDays" | "keepTextsDays">,
  t: Translate,
): Outgoing {
  const row = (act: "originals" | "texts", choices: readonly (number | null)[], chosen: number | null) =>
    choices.map((days) => button(`${days === chosen ? "✅ " : ""}${nameOf(days, t)}`, { act, days }));
  return {
    html: t("keep", { originals: nameOf(keepOriginalsDays, t), texts: nameOf(keepTextsDays, t) }),
    buttons: [
      row("originals", KEEP_ORIGINALS, keepOriginalsDays),
      row("texts", KEEP_TEXTS, keepTextsDays),
      [{ text: t("menu-privacy"), data: packTap({ do: "menu", screen: "privacy" }) }],
    ],
  };
}

const nameOf = (days: number | null, t: Translate): string =>
  days === null ? t("keep-ever") : days === 0 ? t("keep-not") : t("keep-days", { days });
