/**
 * A button under a message: it sends `data` back to the bot (at most 64 bytes, Bot API "InlineKeyboardButton"), or opens a page. With
 * `login` the page learns from Telegram who opened it; its domain must be linked with the bot (@BotFather, /setdomain).
 */
export type Button =
  | { text: string; data: string }
  | { text: string; url: string }
  | { text: string; login: string };

/** What a view makes and this port sends: Telegram's HTML, and rows of buttons. */
export interface Outgoing {
  html: string;
  buttons?: Button[][];
}

/** A file to send, small enough to lie in memory. */
export interface Attachment {
  name: string;
  type: string;
  bytes: Uint8Array;
}

/** An invoice in Telegram Stars. Title 1–32, description 1–255 characters, payload 1–128 bytes (Bot API, sendInvoice). */
export interface StarInvoice {
  title: string;
  description: string;
  /** Comes back with the payment; never shown. */
  payload: string;
  label: string;
  stars: number;
}

/** Telegram counts UTF-16 units after the markup is taken out (Bot API, sendMessage and sendDocument). */
export const TEXT_UNITS = 4096;
export const CAPTION_UNITS = 1024;

/** A picture of an album or of a message of its own: one that Telegram has, or bytes for it (at most 10 MB as a photo). */
export type Photo = { fileId: string } | { name: string; bytes: Uint8Array };

/** A message that was sent with a file: Telegram's name of the file sends it again at once. */
export interface SentFile {
  messageId: number;
  fileId: string;
}

/** A picture that Telegram already has, by the kind that it was sent as. */
export interface Picture {
  kind: "photo" | "document";
  fileId: string;
}

/** What the field after the bot's name offers in any chat; choosing it sends its words there (Bot API, InlineQueryResultArticle). */
export interface InlineResult {
  /** At most 64 bytes. */
  id: string;
  title: string;
  description: string;
  html: string;
}

/** A short piece of sound to be played in the chat. */
export interface Sound extends Attachment {
  seconds: number;
}
