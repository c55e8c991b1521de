import type { Translate } from "./translate.ts";

/** The commands of a private chat, in the order of Telegram's menu. */
export const COMMANDS = ["start", "help", "language", "cancel", "privacy"] as const;

/** What Telegram's menu shows, for setMyCommands. */
export const commandList = (t: Translate): { command: string; description: string }[] =>
  COMMANDS.map((command) => ({ command, description: t(`command-${command}`) }));
