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
