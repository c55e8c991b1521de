import { type Api, InputFile } from "grammy";
import { fromTelegram, isAbout } from "./errors.ts";
import type { Telegram } from "./telegram.ts";
import { asCaption, asKey, asText, inHtml, quoted } from "./words.ts";

/** What becomes of messages that were sent. */
export const editing = (
  api: Api,
): Pick<Telegram, "edit" | "editText" | "editFile" | "editPicture" | "editButtons" | "remove"> => ({
  async edit(chatId, messageId, message) {
    await inHtml(message, (text, mode) =>
      api.editMessageText(chatId, messageId, text, { ...asText(message), ...mode }),
    ).catch(fineWhenDone);
  },

  async editText(chatId, messageId, message) {
    try {
      await inHtml(message, (text, mode) =>
        api.editMessageText(chatId, messageId, text, { ...asText(message), ...mode }),
      );
      return true;
    } catch (error) {
      if (isAbout(error, "there is no text in the message", "message to edit not found")) return false;
      fineWhenDone(error);
      return true;
    }
  },

  async editFile(chatId, messageId, file, caption) {
    const media = new InputFile(file.bytes, quoted(file.name));
    await inHtml(caption, (text, mode) =>
      api.editMessageMedia(
        chatId,
        messageId,
        { type: "document", media, caption: text, ...mode },
        asCaption(caption),
      ),
    ).catch(fineWhenDone);
  },

  async editPicture(chatId, messageId, { kind, fileId }, caption) {
    try {
      await inHtml(caption, (text, mode) =>
        api.editMessageMedia(
          chatId,
          messageId,
          { type: kind, media: fileId, caption: text, ...mode },
          asCaption(caption),
        ),
      );
      return true;
    } catch (error) {
      if (isAbout(error, "message is not modified")) return true;
      if (
        isAbout(
          error,
          "message to edit not found",
          "message can't be edited",
          "there is no media in the message",
        )
      )
        return false;
      throw error;
    }
  },

  async editButtons(chatId, messageId, buttons) {
    await fromTelegram(
      api.editMessageReplyMarkup(chatId, messageId, {
        reply_markup: { inline_keyboard: buttons.map((row) => row.map(asKey)) },
      }),
    ).catch(fineWhenDone);
  },

  async remove(chatId, messageId) {
    await fromTelegram(api.deleteMessage(chatId, messageId)).catch((error) => {
      if (!isAbout(error, "message to delete not found", "message can't be deleted")) throw error;
    });
  },
});

/** An edit that changes nothing, or comes after its message is gone, has done its work. */
function fineWhenDone(error: unknown): void {
  if (!isAbout(error, "message is not modified", "message to edit not found", "message can't be edited"))
    throw error;
}
