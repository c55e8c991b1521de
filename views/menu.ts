import type { Button, Outgoing } from "../ports/telegram/message.ts";
import { button } from "./avatars/buttons.ts";
import { type MenuScreen, packTap } from "./callbacks.ts";
import type { Offers } from "./commands.ts";
import { packDeletionTap } from "./deletions/taps.ts";
import { digestButton } from "./digests/buttons.ts";
import { historyButton } from "./history/screens.ts";
import { button as imageButton } from "./images/buttons.ts";
import type { Translate } from "./translate.ts";

const to = (t: Translate, key: string, screen: MenuScreen): Button => ({
  text: t(key),
  data: packTap({ do: "menu", screen }),
});

const back = (t: Translate): Button[] => [to(t, "menu-back", "start")];

/** The beginning of everything, with what this installation offers. */
export const startScreen = (t: Translate, { coins, pictures, writing }: Offers): Outgoing => ({
  html: t("start"),
  buttons: [
    [to(t, "menu-transcribe", "transcribe"), historyButton(t("menu-recordings"), { act: "list" })],
    ...(pictures
      ? [[imageButton(t, "menu-pictures", { act: "home" }), button(t, "menu-avatars", { act: "list" })]]
      : []),
    ...(writing ? [[digestButton(t, "digest-pick-several", { act: "pick" })]] : []),
    ...(coins ? [[to(t, "menu-balance", "balance"), to(t, "menu-topup", "topup")]] : []),
    [to(t, "menu-settings", "settings"), to(t, "menu-privacy", "privacy")],
    [to(t, "menu-help", "help")],
  ],
});

export const transcribeScreen = (t: Translate): Outgoing => ({ html: t("transcribe"), buttons: [back(t)] });

export const helpScreen = (t: Translate, { pictures }: Pick<Offers, "pictures">): Outgoing => ({
  html: [t("help"), ...(pictures ? [t("help-pictures")] : [])].join("\n\n"),
  buttons: [back(t)],
});

export const privacyScreen = (t: Translate): Outgoing => ({
  html: t("privacy"),
  buttons: [
    [{ text: t("keep-button"), data: packDeletionTap({ act: "keep" }) }],
    [{ text: t("forget-button"), data: packDeletionTap({ act: "menu" }) }],
    back(t),
  ],
});

export const languageScreen = (t: Translate): Outgoing => ({
  html: t("language"),
  buttons: [
    [
      { text: "Русский", data: packTap({ do: "locale", locale: "ru" }) },
      { text: "English", data: packTap({ do: "locale", locale: "en" }) },
      { text: "Қазақша", data: packTap({ do: "locale", locale: "kk" }) },
    ],
    back(t),
  ],
});

export const languageChosen = (t: Translate): Outgoing => ({
  html: t("language-chosen"),
  buttons: [back(t)],
});

/** Anything the bot has no use for: says what it can do instead. */
export const unknownInput = (t: Translate): Outgoing => ({ html: t("unknown"), buttons: [back(t)] });

/** A button of an older version, or one that somebody made up. */
export const staleTap = (t: Translate): Outgoing => ({ html: t("stale-tap"), buttons: [back(t)] });

export const cancelled = (t: Translate, recordings: number): Outgoing => ({
  html: recordings > 0 ? t("cancelled", { recordings }) : t("nothing-to-cancel"),
});
