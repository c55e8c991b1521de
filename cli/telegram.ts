import { setTimeout as pause } from "node:timers/promises";
import { Api, GrammyError } from "grammy";
import { webhookAddress } from "../domain/watch/webhook.ts";
import { commandList, groupCommandList, type Offers } from "../views/commands.ts";
import { translator } from "../views/translate.ts";

/** Kinds of updates the bot understands: Telegram sends no others. */
export const ALLOWED_UPDATES = [
  "message",
  "callback_query",
  "inline_query",
  "my_chat_member",
  "pre_checkout_query",
] as const;

export interface Bot {
  token: string;
  apiRoot: string;
}

const open = ({ token, apiRoot }: Bot) => new Api(token, { apiRoot });

/** What the settings offer, read as `ports/env.ts` reads them. */
export const offersOf = (settings: Record<string, string | undefined>): Offers => ({
  coins: settings.BILLING_MODE === "coins",
  writing: Boolean(settings.OPENAI_MODEL),
  pictures:
    Boolean(settings.FAL_API_KEY || settings.FAL_KEY) ||
    ["true", "1", "yes"].includes(settings.FAL_TRAINING_TEST_MODE ?? ""),
});

/**
 * Fills Telegram's command menu in every language; Russian is what people with any other language see.
 * What the installation does not offer has no command.
 */
export async function setCommands(bot: Bot, offers: Offers): Promise<void> {
  const api = open(bot);
  const scope = { type: "all_private_chats" } as const;
  const groups = { type: "all_group_chats" } as const;
  await api.setMyCommands(groupCommandList(translator("ru")), { scope: groups });
  for (const locale of ["en", "kk"] as const)
    await api.setMyCommands(groupCommandList(translator(locale)), { scope: groups, language_code: locale });
  await api.setMyCommands(commandList(translator("ru"), offers), { scope });
  for (const locale of ["en", "kk"] as const)
    await api.setMyCommands(commandList(translator(locale), offers), { scope, language_code: locale });
}

/** Whoever would have to wait longer does something else meanwhile. */
const LONGEST_WAIT_SECONDS = 5;

/** Telegram keeps up to so many requests open at once; more only on a Bot API server of one's own. */
export const MOST_CONNECTIONS = 100;

interface WebhookWish {
  url: string;
  secret: string;
  maxConnections?: number;
  /** What came in until now is thrown away. */
  dropPending?: boolean;
}

/**
 * Tells Telegram where to deliver updates, and the secret to bring along. Telegram takes this once a second: who was
 * too quick is repeated once. Throws in Telegram's words.
 */
export async function setWebhook(
  bot: Bot,
  { url, secret, maxConnections = MOST_CONNECTIONS, dropPending = false }: WebhookWish,
): Promise<void> {
  const set = () =>
    open(bot).setWebhook(url, {
      secret_token: secret,
      allowed_updates: [...ALLOWED_UPDATES],
      max_connections: maxConnections,
      drop_pending_updates: dropPending,
    });
  try {
    await set();
  } catch (error) {
    const wait = error instanceof GrammyError ? (error.parameters.retry_after ?? 0) : 0;
    if (wait < 1 || wait > LONGEST_WAIT_SECONDS) throw error;
    await pause(wait * 1000);
    await set();
  }
}

export const readWebhook = (bot: Bot) => open(bot).getWebhookInfo();

/** Sends a text in Telegram's HTML; answers the message's id. Throws in Telegram's words. */
export const sendHtml = async (bot: Bot, chatId: number, html: string): Promise<number> =>
  (await open(bot).sendMessage(chatId, html, { parse_mode: "HTML" })).message_id;

export const readSelf = (bot: Bot) => open(bot).getMe();

export async function deleteWebhook(bot: Bot, dropPending: boolean): Promise<void> {
  await open(bot).deleteWebhook({ drop_pending_updates: dropPending });
}

/** The bot that the settings name. Throws when they name none. */
export function botOf(settings: Record<string, string | undefined>): Bot {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_API_ROOT: apiRoot } = settings;
  if (!token) throw new Error("set TELEGRAM_BOT_TOKEN: @BotFather gives it");
  return { token, apiRoot: apiRoot || "https://api.telegram.org" };
}

/** Where Telegram delivers updates by the settings; undefined when they do not say where we are. */
export const webhookUrl = (settings: Record<string, string | undefined>): string | undefined =>
  settings.PUBLIC_URL ? webhookAddress(settings.PUBLIC_URL) : undefined;
