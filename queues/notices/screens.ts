import type { Outgoing } from "../../ports/telegram/message.ts";
import * as menu from "../../views/menu.ts";
import { retryStarted } from "../../views/recording.ts";
import type { Translate } from "../../views/translate.ts";

/** Every screen by the name that jobs carry. */
export const screens: Record<string, (t: Translate) => Outgoing> = {
  start: menu.startScreen,
  transcribe: menu.transcribeScreen,
  help: menu.helpScreen,
  privacy: menu.privacyScreen,
  language: menu.languageScreen,
  "language-chosen": menu.languageChosen,
  unknown: menu.unknownInput,
  "stale-tap": menu.staleTap,
  "retry-started": retryStarted,
  "alert-ceiling": (t) => ({ html: t("alert-ceiling") }),
};
