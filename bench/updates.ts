/** Telegram updates of one kind after another, as the Bot API writes them. Numbers never repeat within a run. */
export type UpdateKind = "voice" | "text" | "button";

export interface UpdateMaker {
  make(kind: UpdateKind, chat: number): { update_id: number } & Record<string, unknown>;
}

const FIRST_CHAT = 700_000_000;

export function makeUpdates(firstUpdateId: number): UpdateMaker {
  let updateId = firstUpdateId;
  return {
    make(kind, chatNumber) {
      const update_id = updateId++;
      const id = FIRST_CHAT + chatNumber;
      const from = { id, is_bot: false, first_name: `Person ${chatNumber}`, language_code: "ru" };
      const chat = { id, type: "private", first_name: from.first_name };
      const date = Math.floor(Date.now() / 1000);
      const message = { message_id: update_id, from, chat, date };
      if (kind === "text")
        return { update_id, message: { ...message, text: "Здравствуйте! Что вы умеете?" } };
      if (kind === "voice") {
        const file = {
          file_id: `AwACAgIAAxkBAAIB-${update_id}-JZl0cWZZ8`,
          file_unique_id: `AgAD-${update_id}`,
          file_size: 41_213,
        };
        return {
          update_id,
          message: { ...message, voice: { duration: 10, mime_type: "audio/ogg", ...file } },
        };
      }
      const shown = { ...message, from: { id: 1, is_bot: true, first_name: "Aisha" }, text: "Меню" };
      const query = {
        id: String(update_id),
        from,
        chat_instance: String(id),
        data: "menu:help",
        message: shown,
      };
      return { update_id, callback_query: query };
    },
  };
}
