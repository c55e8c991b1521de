import type { Translate } from "./translate.ts";

/** The commands of a private chat, in the order of Telegram's menu. */
export const COMMANDS = [
  "start",
  "avatars",
  "help",
  "language",
  "settings",
  "glossary",
  "cancel",
  "privacy",
] as const;

/** Those that make sense only where coins are on. */
export const COIN_COMMANDS = ["balance", "topup", "promo", "invite", "paysupport", "terms"] as const;

/** What Telegram's menu shows, for setMyCommands. */
export const commandList = (t: Translate, coins: boolean): { command: string; description: string }[] =>
  [...COMMANDS, ...(coins ? COIN_COMMANDS : [])].map((command) => ({
    command,
    description: t(`command-${command}`),
  }));
