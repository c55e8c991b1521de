import { tariffOf } from "../../domain/billing/index.ts";
import type { User } from "../../domain/users/index.ts";
import { canDraw } from "../../ports/env.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { askAbout } from "../../views/digests/choices.ts";
import { digestStopped } from "../../views/digests/status.ts";
import { exportBegun, exportOffer } from "../../views/exports/screens.ts";
import { doctor } from "../../views/groups/words.ts";
import * as menu from "../../views/menu.ts";
import { retryStarted } from "../../views/recording.ts";
import type { Translate } from "../../views/translate.ts";
import { todoScreens } from "../todos/screens.ts";
import { accountScreens } from "./account.ts";
import { adminScreens } from "./admin.ts";
import { deletionScreens } from "./deletions.ts";
import { historyScreens } from "./history.ts";
import { transcriptScreens } from "./transcripts.ts";
import { alertScreens } from "./watch.ts";

/** What a screen may look at: who sees it, and what it is about. */
export interface ScreenContext {
  ports: Ports;
  user: User;
  about?: string | undefined;
}

export type Screen = (t: Translate, context: ScreenContext) => Outgoing | Promise<Outgoing>;

/** Every screen by the name that jobs carry. */
export const screens: Record<string, Screen> = {
  start: (t, { ports }) =>
    menu.startScreen(t, {
      coins: !tariffOf(ports.env).free,
      pictures: canDraw(ports.env),
      writing: ports.writing.model !== null,
    }),
  transcribe: menu.transcribeScreen,
  help: (t, { ports }) => menu.helpScreen(t, { pictures: canDraw(ports.env) }),
  privacy: menu.privacyScreen,
  language: menu.languageScreen,
  "language-chosen": menu.languageChosen,
  unknown: menu.unknownInput,
  "stale-tap": menu.staleTap,
  "retry-started": retryStarted,
  ...accountScreens,
  ...adminScreens,
  ...transcriptScreens,
  ...historyScreens,
  ...deletionScreens,
  export: exportOffer,
  "export-begun": exportBegun,
  ...todoScreens,
  ask: askAbout,
  "ask-nothing": (t) => ({ html: t("ask-nothing") }),
  "digest-stopped": digestStopped,
  "digest-own-too-long": (t) => ({ html: t("digest-own-too-long") }),
  "digest-style-kept": (t) => ({ html: t("digest-style-kept") }),
  "digest-styles-full": (t) => ({ html: t("digest-styles-full") }),
  optout: (t) => ({ html: t("optout") }),
  optin: (t) => ({ html: t("optin") }),
  doctor: async (t, { ports: { telegram, env } }) =>
    doctor({ hearsAll: await telegram.hearsGroups(), botName: env.BOT_USERNAME }, t),
  "join-nothing": (t) => ({ html: t("join-nothing") }),
  "join-join": (t) => ({ html: t("join-join") }),
  "join-apart": (t) => ({ html: t("join-apart") }),
  ...alertScreens,
};
