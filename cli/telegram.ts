import { Api } from "grammy";
import { commandList, groupCommandList, type Offers } from "../views/commands.ts";
import { translator } from "../views/translate.ts";

/** Kinds of updates the bot understands: Telegram sends no others. */
export const ALLOWED_UPDATES = ["message", "callback_query", "my_chat_member", "pre_checkout_query"] as const;

interface Bot {
  token: string;
  apiRoot: string;
}

const open = ({ token, apiRoot }: Bot) => new Api(token, { apiRoot });

/** What the settings offer, read as `ports/env.ts` reads them. */
export const offersOf = (settings: Record<string, string | undefined>): Offers => ({
  coins: settings.BILLING_MODE === "coins",
  avatars: ["true", "1", "yes"].includes(settings.OFFER_AVATARS ?? ""),
  writing: Boolean(settings.OPENAI_MODEL),
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

/** Tells Telegram where to deliver updates, and the secret to bring along. */
export async function setWebhook(bot: Bot, url: string, secret: string, dropPending = false): Promise<void> {
  await open(bot).setWebhook(url, {
    secret_token: secret,
    allowed_updates: [...ALLOWED_UPDATES],
    max_connections: 100,
    drop_pending_updates: dropPending,
  });
}
