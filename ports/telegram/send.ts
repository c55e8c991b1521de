import { type Api, GrammyError } from "grammy";
import { Unavailable } from "../errors.ts";
import { fromTelegram, isAbout } from "./errors.ts";
import type { Outgoing } from "./message.ts";
import type { Telegram } from "./telegram.ts";
import { addressed, asCaption, asKey, asText, inHtml } from "./words.ts";

/** Messages of words. */
export const sendingWords = (
  api: Api,
): Pick<Telegram, "send" | "sendRich" | "draft" | "copy" | "typing"> => ({
  async send(to, message) {
    const say = (said: Outgoing) =>
      inHtml(said, (text, mode) =>
        api.sendMessage(to.chatId, text, { ...asText(said), ...addressed(to), ...mode }),
      );
    const sent = await say(message).catch((error) => {
      if (!isAbout(error, "BOT_DOMAIN_INVALID")) throw error;
      return say(withoutLogins(message));
    });
    return sent.message_id;
  },

  async sendRich(to, message) {
    const { reply_markup } = asCaption(message);
    try {
      const sent = await fromTelegram(
        api.raw.sendRichMessage({
          chat_id: to.chatId,
          rich_message: { html: message.html },
          ...addressed(to),
          ...(reply_markup && { reply_markup }),
        }),
      );
      return sent.message_id;
    } catch (error) {
      if (error instanceof GrammyError && [400, 404].includes(error.error_code)) return null;
      throw error;
    }
  },

  async draft(chatId, draftId, html) {
    try {
      await fromTelegram(
        api.raw.sendMessageDraft({ chat_id: chatId, draft_id: draftId, text: html, parse_mode: "HTML" }),
      );
      return true;
    } catch (error) {
      // What is only shown on the way is not worth waiting for.
      if (error instanceof GrammyError || error instanceof Unavailable) return false;
      throw error;
    }
  },

  async copy(chatId, { fromChatId, messageId }, buttons) {
    await fromTelegram(
      api.copyMessage(chatId, fromChatId, messageId, {
        reply_markup: { inline_keyboard: buttons.map((row) => row.map(asKey)) },
      }),
    );
  },

  async typing({ chatId, threadId }) {
    const where = threadId === undefined ? {} : { message_thread_id: threadId };
    await api.sendChatAction(chatId, "typing", where).catch(() => undefined);
  },
});

/** The same message for a bot whose domain is not linked yet: its login buttons only open the page. */
const withoutLogins = ({ html, buttons = [] }: Outgoing): Outgoing => ({
  html,
  buttons: buttons.map((row) =>
    row.map((button) => ("login" in button ? { text: button.text, url: button.login } : button)),
  ),
});
