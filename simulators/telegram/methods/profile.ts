import { broken } from "../errors.ts";
import type { Call, Method } from "../simulation.ts";
import type { BotProfile } from "../world.ts";
import { listOf, objectOf, stringOf } from "./arguments.ts";

interface Command {
  command: string;
  description: string;
}

/** The key of a command list: scope and language. */
function commandKey(call: Call): string {
  const scope = objectOf<{ type?: string; chat_id?: number | string; user_id?: number }>(
    call,
    "scope",
    "bot command scope",
  );
  const language = readLanguage(call);
  const where = [scope?.type ?? "default", scope?.chat_id, scope?.user_id].filter(
    (part) => part !== undefined,
  );
  return `${where.join(":")}|${language}`;
}

function readLanguage(call: Call): string {
  const language = stringOf(call, "language_code") ?? "";
  if (!/^([a-z]{2})?$/.test(language)) throw broken("invalid language code specified");
  return language;
}

const setMyCommands: Method = ({ world, events }, call) => {
  const commands = listOf<Command>(call, "commands", "commands");
  if (!commands) throw broken("can't parse commands JSON object");
  if (commands.length > 100) throw broken("BOT_COMMANDS_TOO_MUCH");
  for (const { command, description } of commands) {
    // A leading slash is taken off (Client.cpp, get_bot_command).
    if (!/^\/?[a-z0-9_]{1,32}$/.test(command ?? "")) throw broken("BOT_COMMAND_INVALID");
    if (typeof description !== "string" || description.length < 1 || description.length > 256) {
      throw broken("BOT_COMMAND_DESCRIPTION_INVALID");
    }
  }
  world.bot.commands[commandKey(call)] = commands.map(({ command, description }) => ({
    command: command.replace("/", ""),
    description,
  }));
  events.tell({ type: "bot" });
  return true;
};

const getMyCommands: Method = ({ world }, call) => world.bot.commands[commandKey(call)] ?? [];

const deleteMyCommands: Method = ({ world, events }, call) => {
  delete world.bot.commands[commandKey(call)];
  events.tell({ type: "bot" });
  return true;
};

/** The commands a person sees in the private chat: narrower scope first, then own language before default (BotCommandScope). */
export function commandsFor(bot: BotProfile, user: { id: number; language_code?: string }): Command[] {
  const language = user.language_code?.slice(0, 2) ?? "";
  for (const scope of [`chat:${user.id}`, "all_private_chats", "default"]) {
    const list = bot.commands[`${scope}|${language}`] ?? bot.commands[`${scope}|`];
    if (list) return list;
  }
  return [];
}

type Texts = "names" | "descriptions" | "shortDescriptions";

const setText =
  (texts: Texts, argument: string, units: number): Method =>
  ({ world, events }, call) => {
    const text = stringOf(call, argument) ?? "";
    if (text.length > units) throw broken(`${argument} is too long`);
    const language = readLanguage(call);
    if (text === "") delete world.bot[texts][language];
    else world.bot[texts][language] = text;
    events.tell({ type: "bot" });
    return true;
  };

const getText =
  (texts: Texts, argument: string): Method =>
  ({ world }, call) => {
    const usual = texts === "names" ? world.bot.user.first_name : "";
    return { [argument]: world.bot[texts][readLanguage(call)] ?? world.bot[texts][""] ?? usual };
  };

export const introducing: Record<string, Method> = {
  getMe: ({ world }) => ({ ...world.bot.user, first_name: world.bot.names[""] ?? world.bot.user.first_name }),
  setMyCommands,
  getMyCommands,
  deleteMyCommands,
  // Limits: core.telegram.org/bots/api#setmyname, #setmydescription, #setmyshortdescription.
  setMyName: setText("names", "name", 64),
  getMyName: getText("names", "name"),
  setMyDescription: setText("descriptions", "description", 512),
  getMyDescription: getText("descriptions", "description"),
  setMyShortDescription: setText("shortDescriptions", "short_description", 120),
  getMyShortDescription: getText("shortDescriptions", "short_description"),
};
