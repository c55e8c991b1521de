import { Api, GrammyError, InputFile } from "grammy";
import type { Message } from "grammy/types";
import { Unavailable } from "../errors.ts";
import { fromTelegram, isAbout } from "./errors.ts";
import type {
  Attachment,
  Button,
  InlineResult,
  Outgoing,
  Photo,
  Picture,
  SentFile,
  Sound,
  StarInvoice,
} from "./message.ts";

export * from "./message.ts";

/** Where a message goes: a chat, and the message it answers (it may be gone by then: the answer is sent all the same). */
export interface Address {
  chatId: number;
  replyTo?: number | undefined;
  /** A topic of a forum. */
  threadId?: number | undefined;
  /** No sound: for messages that will be followed by the one that matters. */
  silent?: boolean;
}

/**
 * Telegram in our words. Every method throws Unreachable when the chat cannot be written to any more,
 * and Unavailable (with Telegram's own `retry_after`) when later is better.
 */
export interface Telegram {
  send(to: Address, message: Outgoing): Promise<number>;
  sendFile(to: Address, file: Attachment, caption: Outgoing): Promise<number>;
  /** Sound as a voice message where it is Ogg with Opus ("audio/ogg") and the owner takes voice messages; as an audio file otherwise. */
  sendSound(to: Address, sound: Sound, caption: Outgoing): Promise<number>;
  /**
   * A message in Telegram's richer HTML (Bot API 10.1, sendRichMessage: at most 32,768 characters). Null when the server
   * does not take it: then the plain way is open.
   */
  sendRich(to: Address, message: Outgoing): Promise<number | null>;
  /**
   * Shows what is being written, for about 30 s; the same id again lets it grow, and the next message takes its place.
   * Only in private chats. False when the server or the chat does not take drafts, or not so many.
   */
  draft(chatId: number, draftId: number, html: string): Promise<boolean>;
  /** A picture with words and buttons under it. */
  sendPicture(to: Address, picture: Picture, caption: Outgoing): Promise<number>;
  /** A photo of ours with words and buttons under it. */
  sendPhoto(to: Address, photo: Photo, caption: Outgoing): Promise<SentFile>;
  /**
   * Two to ten photos, or two to ten documents, as one album; the words stand under the first. An album has no buttons
   * (Bot API, sendMediaGroup).
   */
  sendAlbum(
    to: Address,
    photos: readonly Photo[],
    caption: Outgoing,
    kind?: Picture["kind"],
  ): Promise<SentFile[]>;
  /** A file in its original quality: one that Telegram has, or bytes for it. */
  sendOriginal(to: Address, file: Photo, caption: Outgoing): Promise<SentFile>;
  /** Puts another picture, and other words, into a message with a picture. False when the message is gone or has none. */
  editPicture(chatId: number, messageId: number, picture: Picture, caption: Outgoing): Promise<boolean>;
  /** Changes a message of ours. A message that already says so, or is gone, is fine. */
  edit(chatId: number, messageId: number, message: Outgoing): Promise<void>;
  /** Changes a file of ours and the words under it. One that already says so, or is gone, is fine. */
  editFile(chatId: number, messageId: number, file: Attachment, caption: Outgoing): Promise<void>;
  /** The same, but says false where there is no text to change: the message has a picture, or is gone. */
  editText(chatId: number, messageId: number, message: Outgoing): Promise<boolean>;
  /** Puts other buttons under a message of ours. One that has them already, or is gone, is fine. */
  editButtons(chatId: number, messageId: number, buttons: Button[][]): Promise<void>;
  /** Removes a message of ours. One that is gone already is fine. */
  remove(chatId: number, messageId: number): Promise<void>;
  /** Stops the spinner on a tapped button, with a short word if there is one. Never throws: the tap counts anyway. */
  answerTap(tapId: string, text?: string): Promise<void>;
  /** Answers what was typed after the bot's name: for its asker alone. `next` asks for more. Never throws: it may be too late. */
  answerInline(queryId: string, results: readonly InlineResult[], more: { next?: string }): Promise<void>;
  /** Sends somebody a copy of a message, whatever it holds, with these buttons. */
  copy(chatId: number, from: { fromChatId: number; messageId: number }, buttons: Button[][]): Promise<void>;
  /** An invoice in Stars, with its Pay button. A forwarded copy opens the bot instead of being payable by others. */
  sendInvoice(to: Address, invoice: StarInvoice): Promise<number>;
  /** Says yes to a payment, or why not. Telegram waits for at most 10 s (Bot API, PreCheckoutQuery). */
  answerCheckout(queryId: string, refusal?: string): Promise<void>;
  /** Gives paid Stars back. "refused": Telegram knows no such charge of theirs. */
  returnStars(telegramId: number, chargeId: string): Promise<"returned" | "refused">;
  /** Where a file lies. Null when Telegram no longer has it; throws Refused("too-big") over its limit. */
  locate(fileId: string): Promise<{ path: string } | null>;
  /** The bytes of a located file. The address holds the token: it is never passed on. */
  download(path: string): Promise<Response>;
  /** Shows that an answer is being made, for some seconds. Never throws. */
  typing(to: Pick<Address, "chatId" | "threadId">): Promise<void>;
  /** Whether the bot hears all that is said in groups, as BotFather has it (privacy mode off). */
  hearsGroups(): Promise<boolean>;
  /** What somebody is in a group (Bot API, ChatMember); "left" where Telegram knows nobody there. */
  memberOf(chatId: number, telegramId: number): Promise<string>;
  webhook(): Promise<{ url: string; pending: number; lastError: string | null; lastErrorAt: number | null }>;
}

/** Long enough for a file of 20 MB on a slow day, shorter than any job's lease. */
const CALL_TIMEOUT_SECONDS = 30;
/** How long Telegram may repeat an answer to the same words of the same person. */
const INLINE_CACHE_SECONDS = 30;
const DOWNLOAD_TIMEOUT_MS = 90_000;

export function openTelegram(token: string, apiRoot: string, fileRoot?: string): Telegram {
  const api = new Api(token, {
    apiRoot,
    timeoutSeconds: CALL_TIMEOUT_SECONDS,
    // The platform's fetch refuses to be called as a method of something else.
    fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init),
  } as ConstructorParameters<typeof Api>[1]);

  const asCaption = ({ buttons }: Pick<Outgoing, "buttons">) => ({
    ...(buttons && { reply_markup: { inline_keyboard: buttons.map((row) => row.map(asKey)) } }),
  });
  // Only messages have previews of their links (Bot API, sendMessage).
  const asText = (message: Outgoing) => ({
    ...asCaption(message),
    link_preview_options: { is_disabled: true },
  });
  const addressed = ({ replyTo, threadId, silent }: Address) => ({
    ...(threadId !== undefined && { message_thread_id: threadId }),
    ...(silent && { disable_notification: true }),
    ...(replyTo !== undefined && {
      reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
    }),
  });

  return {
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

    async edit(chatId, messageId, message) {
      await inHtml(message, (text, mode) =>
        api.editMessageText(chatId, messageId, text, { ...asText(message), ...mode }),
      ).catch(fineWhenDone);
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

    async copy(chatId, { fromChatId, messageId }, buttons) {
      await fromTelegram(
        api.copyMessage(chatId, fromChatId, messageId, {
          reply_markup: { inline_keyboard: buttons.map((row) => row.map(asKey)) },
        }),
      );
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

    async locate(fileId) {
      try {
        const { file_path } = await fromTelegram(api.getFile(fileId));
        return file_path ? { path: file_path } : null;
      } catch (error) {
        if (isAbout(error, "invalid file_id", "wrong file_id", "temporarily unavailable")) return null;
        throw error;
      }
    },

    async download(path) {
      const address = fileAddress(path, token, apiRoot, fileRoot);
      const signal = AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS);
      // The cause is dropped on purpose: its text may hold the address, and with it the token.
      const response = await fetch(address, { signal }).catch(() => {
        throw new Unavailable("telegram", 5);
      });
      if (response.ok) return response;
      await response.body?.cancel();
      throw new Unavailable("telegram", Number(response.headers.get("retry-after")) || 5);
    },

    async typing({ chatId, threadId }) {
      const where = threadId === undefined ? {} : { message_thread_id: threadId };
      await api.sendChatAction(chatId, "typing", where).catch(() => undefined);
    },

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
  };
}

/** Says something in HTML; where Telegram cannot read it, the same words are said without formatting. */
const inHtml = <T>(
  { html }: Outgoing,
  call: (text: string, mode: { parse_mode?: "HTML" }) => Promise<T>,
): Promise<T> =>
  fromTelegram(call(html, { parse_mode: "HTML" })).catch((error) => {
    if (!isAbout(error, "can't parse entities")) throw error;
    return fromTelegram(call(withoutMarkup(html), {}));
  });
const asInput = (photo: Photo): string | InputFile =>
  "fileId" in photo ? photo.fileId : new InputFile(photo.bytes, photo.name);

/** Of a photo Telegram keeps several sizes, the largest last (Bot API, "PhotoSize"). */
const asSent = (message: Message): SentFile => ({
  messageId: message.message_id,
  fileId: message.photo?.at(-1)?.file_id ?? message.document?.file_id ?? "",
});

/** An edit that changes nothing, or comes after its message is gone, has done its work. */
function fineWhenDone(error: unknown): void {
  if (!isAbout(error, "message is not modified", "message to edit not found", "message can't be edited"))
    throw error;
}

/** The client writes a file's name into a header as it is: without quotes it would end at its first space (RFC 2183). */
const quoted = (name: string): string => `"${name.replace(/["\\\r\n]/g, " ")}"`;

/**
 * Where a file is downloaded. A local Bot API server with --local answers absolute paths on its own disk,
 * `<directory>/<token>/documents/…`, and serves none of them: another server has to, from that directory.
 */
export function fileAddress(path: string, token: string, apiRoot: string, fileRoot?: string): string {
  if (!path.startsWith("/")) return `${apiRoot}/file/bot${token}/${path}`;
  if (!fileRoot)
    throw new Error(
      "the Bot API server runs with --local: TELEGRAM_FILE_ROOT must name who serves its files",
    );
  const home = path.indexOf(`/${token}/`);
  const inside = home < 0 ? path.slice(1) : path.slice(home + 1);
  return `${fileRoot.replace(/\/$/, "")}/${inside.split("/").map(encodeURIComponent).join("/")}`;
}

function asKey(button: Button) {
  if ("url" in button) return { text: button.text, url: button.url };
  if ("login" in button) return { text: button.text, login_url: { url: button.login } };
  return { text: button.text, callback_data: button.data };
}

/** The same message for a bot whose domain is not linked yet: its login buttons only open the page. */
const withoutLogins = ({ html, buttons = [] }: Outgoing): Outgoing => ({
  html,
  buttons: buttons.map((row) =>
    row.map((button) => ("login" in button ? { text: button.text, url: button.login } : button)),
  ),
});

/** What a reader would see of Telegram's HTML. */
const withoutMarkup = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
