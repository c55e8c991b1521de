import { type Api, InputFile } from "grammy";
import type { Message } from "grammy/types";
import { isAbout } from "./errors.ts";
import type { Photo, SentFile } from "./message.ts";
import type { Telegram } from "./telegram.ts";
import { addressed, asCaption, inHtml, quoted } from "./words.ts";

/** Messages with files. */
export const sendingFiles = (
  api: Api,
): Pick<Telegram, "sendFile" | "sendSound" | "sendPicture" | "sendPhoto" | "sendAlbum" | "sendOriginal"> => ({
  async sendFile(to, file, caption) {
    const input = new InputFile(file.bytes, quoted(file.name));
    const options = { ...asCaption(caption), ...addressed(to) };
    const sent = await inHtml(caption, (text, mode) =>
      api.sendDocument(to.chatId, input, { ...options, caption: text, ...mode }),
    );
    return sent.message_id;
  },

  async sendSound(to, { name, type, bytes, seconds }, caption) {
    const options = {
      ...asCaption(caption),
      ...addressed(to),
      duration: Math.round(seconds),
    };
    const send = async (as: "voice" | "audio") => {
      const input = new InputFile(bytes, quoted(name));
      const sent = await inHtml<{ message_id: number }>(caption, (text, mode) =>
        as === "voice"
          ? api.sendVoice(to.chatId, input, { ...options, caption: text, ...mode })
          : api.sendAudio(to.chatId, input, { ...options, caption: text, ...mode }),
      );
      return sent.message_id;
    };
    if (type !== "audio/ogg") return send("audio");
    return send("voice").catch((error) => {
      if (!isAbout(error, "VOICE_MESSAGES_FORBIDDEN")) throw error;
      return send("audio");
    });
  },

  async sendPicture(to, { kind, fileId }, caption) {
    const options = { ...asCaption(caption), ...addressed(to) };
    const sent = await inHtml<{ message_id: number }>(caption, (text, mode) =>
      kind === "photo"
        ? api.sendPhoto(to.chatId, fileId, { ...options, caption: text, ...mode })
        : api.sendDocument(to.chatId, fileId, { ...options, caption: text, ...mode }),
    );
    return sent.message_id;
  },

  async sendPhoto(to, photo, caption) {
    const options = { ...asCaption(caption), ...addressed(to) };
    const sent = await inHtml<Message>(caption, (text, mode) =>
      api.sendPhoto(to.chatId, asInput(photo), { ...options, caption: text, ...mode }),
    );
    return asSent(sent);
  },

  async sendAlbum(to, photos, caption, kind = "photo") {
    const sent = await inHtml<Message[]>(caption, (text, mode) => {
      const media = photos.map((photo, i) => ({
        media: asInput(photo),
        ...(i === 0 && { caption: text, ...mode }),
      }));
      return api.sendMediaGroup(
        to.chatId,
        kind === "photo"
          ? media.map((item) => ({ type: "photo" as const, ...item }))
          : media.map((item) => ({ type: "document" as const, ...item })),
        addressed(to),
      );
    });
    return sent.map(asSent);
  },

  async sendOriginal(to, file, caption) {
    const options = { ...asCaption(caption), ...addressed(to) };
    const sent = await inHtml<Message>(caption, (text, mode) =>
      api.sendDocument(to.chatId, asInput(file), { ...options, caption: text, ...mode }),
    );
    return asSent(sent);
  },
});

const asInput = (photo: Photo): string | InputFile =>
  "fileId" in photo ? photo.fileId : new InputFile(photo.bytes, photo.name);

/** Of a photo Telegram keeps several sizes, the largest last (Bot API, "PhotoSize"). */
const asSent = (message: Message): SentFile => ({
  messageId: message.message_id,
  fileId: message.photo?.at(-1)?.file_id ?? message.document?.file_id ?? "",
});
