import type { Api } from "grammy";
import { fromTelegram, isAbout } from "./errors.ts";
import type { Telegram } from "./telegram.ts";

/** What Telegram tells about the bot and its chats. */
export const looking = (api: Api): Pick<Telegram, "hearsGroups" | "memberOf" | "webhook"> => ({
  async hearsGroups() {
    return (await fromTelegram(api.getMe())).can_read_all_group_messages;
  },

  async memberOf(chatId, telegramId) {
    try {
      return (await fromTelegram(api.getChatMember(chatId, telegramId))).status;
    } catch (error) {
      if (isAbout(error, "member not found", "PARTICIPANT_ID_INVALID", "user not found")) return "left";
      throw error;
    }
  },

  async webhook() {
    const info = await fromTelegram(api.getWebhookInfo());
    return {
      url: info.url ?? "",
      pending: info.pending_update_count,
      lastError: info.last_error_message ?? null,
      lastErrorAt: info.last_error_date ?? null,
    };
  },
});
