import type { Api } from "grammy";
import { fromTelegram, isAbout } from "./errors.ts";
import type { Telegram } from "./telegram.ts";
import { addressed } from "./words.ts";

/** How long Telegram may repeat an answer to the same words of the same person. */
const INLINE_CACHE_SECONDS = 30;

/** Answers to what somebody did, and to their payments. */
export const answering = (
  api: Api,
): Pick<Telegram, "answerTap" | "answerInline" | "sendInvoice" | "answerCheckout" | "returnStars"> => ({
  async answerTap(tapId, text) {
    await api.answerCallbackQuery(tapId, text ? { text } : {}).catch(() => undefined);
  },

  async answerInline(queryId, results, { next = "" }) {
    const articles = results.map(({ id, title, description, html }) => ({
      type: "article" as const,
      id,
      title,
      description,
      input_message_content: { message_text: html, parse_mode: "HTML" as const },
    }));
    const options = { is_personal: true, cache_time: INLINE_CACHE_SECONDS, next_offset: next };
    await api.answerInlineQuery(queryId, articles, options).catch(() => undefined);
  },

  async sendInvoice(to, { title, description, payload, label, stars }) {
    const sent = await fromTelegram(
      api.sendInvoice(to.chatId, title, description, payload, "XTR", [{ label, amount: stars }], {
        ...addressed(to),
        start_parameter: "topup",
      }),
    );
    return sent.message_id;
  },

  async answerCheckout(queryId, refusal) {
    await fromTelegram(
      api.answerPreCheckoutQuery(queryId, refusal === undefined, refusal ? { error_message: refusal } : {}),
    );
  },

  async returnStars(telegramId, chargeId) {
    try {
      await fromTelegram(api.refundStarPayment(telegramId, chargeId));
      return "returned";
    } catch (error) {
      if (isAbout(error, "CHARGE_ALREADY_REFUNDED")) return "returned";
      if (isAbout(error, "CHARGE_", "USER_ID_INVALID", "PEER_ID_INVALID")) return "refused";
      throw error;
    }
  },
});
