import type { Translate } from "./translate.ts";

/** The commands of a private chat, in the order of Telegram's menu. */
export const COMMANDS = [
  "start",
  "help",
  "language",
  "history",
  "search",
  "settings",
  "glossary",
  "cancel",
  "privacy",
  "export",
  "forget",
] as const;

/** Those that make sense only where coins are on. */
export const COIN_COMMANDS = ["balance", "topup", "promo", "invite", "paysupport", "terms"] as const;

/** Those that make sense only where pictures can be drawn. */
export const PICTURE_COMMANDS = ["draw", "styles", "gallery", "avatars"] as const;

/** Those that make sense only where a model writes. */
export const WRITING_COMMANDS = ["digest", "ask", "todo", "timezone"] as const;

/** The commands of a group, by the keys of their texts. */
const GROUP_COMMANDS = {
  text: "command-text",
  settings: "command-group-settings",
  optout: "command-optout",
  optin: "command-optin",
  doctor: "command-doctor",
  help: "command-help",
} as const;

/** What Telegram's menu shows in groups. */
export const groupCommandList = (t: Translate): { command: string; description: string }[] =>
  Object.entries(GROUP_COMMANDS).map(([command, key]) => ({ command, description: t(key) }));

/** What an installation may leave out. */
export interface Offers {
  coins: boolean;
  pictures: boolean;
  writing: boolean;
}

/** What Telegram's menu shows, for setMyCommands. */
export const commandList = (
  t: Translate,
  { coins, pictures, writing }: Offers,
): { command: string; description: string }[] =>
  [
    ...COMMANDS,
    ...(writing ? WRITING_COMMANDS : []),
    ...(pictures ? PICTURE_COMMANDS : []),
    ...(coins ? COIN_COMMANDS : []),
  ].map((command) => ({
    command,
    description: t(`command-${command}`),
  }));
