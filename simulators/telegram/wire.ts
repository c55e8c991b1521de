/** Objects of the Bot API as they travel (core.telegram.org/bots/api), as far as private chats and groups need them. */

export interface User {
  id: number;
  is_bot: boolean;
  first_name: string;
  last_name?: string;
  username?: string;
  language_code?: string;
}

export interface Chat {
  id: number;
  type: "private" | "group" | "supergroup" | "channel";
  title?: string;
  is_forum?: true;
  first_name?: string;
  username?: string;
}

export interface MessageEntity {
  type: string;
  /** In UTF-16 units, like `length`. */
  offset: number;
  length: number;
  url?: string;
  language?: string;
  custom_emoji_id?: string;
  user?: User;
  unix_time?: number;
}

export interface TelegramFile {
  file_id: string;
  file_unique_id: string;
  /** Bytes, by the sender's claim. */
  file_size?: number;
}

export interface PhotoSize extends TelegramFile {
  width: number;
  height: number;
}

/** Voice, audio, video, video note, document or animation; which fields are there depends on the kind. */
export interface MediaFile extends TelegramFile {
  /** Seconds. */
  duration?: number;
  mime_type?: string;
  file_name?: string;
  performer?: string;
  title?: string;
  width?: number;
  height?: number;
  /** Side of a video note, in pixels. */
  length?: number;
  thumbnail?: PhotoSize;
}

export interface InlineKeyboardButton {
  text: string;
  callback_data?: string;
  url?: string;
  login_url?: { url: string };
  pay?: boolean;
  web_app?: { url: string };
  copy_text?: { text: string };
  style?: string;
  disabled?: Record<string, unknown>;
  switch_inline_query?: string;
  switch_inline_query_current_chat?: string;
}

export interface InlineKeyboardMarkup {
  inline_keyboard: InlineKeyboardButton[][];
}

export interface ReplyKeyboard {
  keyboard: { text: string; web_app?: { url: string } }[][];
  resize_keyboard?: boolean;
  one_time_keyboard?: boolean;
  is_persistent?: boolean;
  input_field_placeholder?: string;
}

export interface Invoice {
  title: string;
  description: string;
  start_parameter: string;
  currency: string;
  total_amount: number;
}

export interface SuccessfulPayment {
  currency: string;
  total_amount: number;
  invoice_payload: string;
  telegram_payment_charge_id: string;
  provider_payment_charge_id: string;
  subscription_expiration_date?: number;
  is_recurring?: boolean;
  is_first_recurring?: boolean;
}

export interface Message {
  message_id: number;
  /** Unix seconds. */
  date: number;
  chat: Chat;
  from?: User;
  /** In whose name it was written: the group itself for its anonymous admins, a channel for its messages. */
  sender_chat?: Chat;
  message_thread_id?: number;
  is_topic_message?: true;
  is_automatic_forward?: true;
  migrate_to_chat_id?: number;
  migrate_from_chat_id?: number;
  forum_topic_created?: { name: string };
  text?: string;
  entities?: MessageEntity[];
  caption?: string;
  caption_entities?: MessageEntity[];
  photo?: PhotoSize[];
  voice?: MediaFile;
  audio?: MediaFile;
  video?: MediaFile;
  video_note?: MediaFile;
  document?: MediaFile;
  animation?: MediaFile;
  media_group_id?: string;
  reply_markup?: InlineKeyboardMarkup;
  reply_to_message?: Message;
  quote?: { text: string; position: number };
  forward_origin?: Record<string, unknown>;
  edit_date?: number;
  via_bot?: User;
  invoice?: Invoice;
  successful_payment?: SuccessfulPayment;
  refunded_payment?: Omit<SuccessfulPayment, "provider_payment_charge_id">;
  pinned_message?: Message;
  web_app_data?: { data: string; button_text: string };
  rich_message?: { html?: string; markdown?: string };
  link_preview_options?: Record<string, unknown>;
  has_protected_content?: boolean;
}

/** A message as a person sees it: with what the wire leaves out. */
export interface SeenMessage extends Message {
  reactions?: { emoji: string; from: number }[];
  is_pinned?: boolean;
}

export interface CallbackQuery {
  id: string;
  from: User;
  chat_instance: string;
  data?: string;
  message?: Message;
}

export interface PreCheckoutQuery {
  id: string;
  from: User;
  currency: string;
  total_amount: number;
  invoice_payload: string;
}

/** One update: its number and one field, named after its kind. */
export interface Update {
  update_id: number;
  message?: Message;
  edited_message?: Message;
  callback_query?: CallbackQuery;
  pre_checkout_query?: PreCheckoutQuery;
  inline_query?: { id: string; from: User; query: string; offset: string };
  my_chat_member?: Record<string, unknown>;
  [kind: string]: unknown;
}

export interface CallbackAnswer {
  text?: string;
  show_alert?: boolean;
  url?: string;
}

/** The media a message can carry as one file, by the name of its field. */
export const MEDIA = ["voice", "audio", "video", "video_note", "document", "animation"] as const;
export type Medium = (typeof MEDIA)[number];
