import { broken } from "../errors.ts";
import type { Call } from "../simulation.ts";
import type { InlineKeyboardButton, InlineKeyboardMarkup, ReplyKeyboard } from "../wire.ts";
import { objectOf } from "./arguments.ts";

/** Bytes of UTF-8 (core.telegram.org/bots/api#inlinekeyboardbutton). */
const CALLBACK_BYTES = 64;
const BUTTONS = 100;
const STYLES = ["danger", "success", "primary"];
const ACTIONS = [
  "callback_data",
  "url",
  "web_app",
  "login_url",
  "switch_inline_query",
  "switch_inline_query_current_chat",
  "switch_inline_query_chosen_chat",
  "copy_text",
  "callback_game",
  "pay",
  "disabled",
];

export interface Markup {
  inline?: InlineKeyboardMarkup;
  /** A keyboard instead of the letters; null removes it. */
  reply?: ReplyKeyboard | null;
}

/** Reads `reply_markup` and refuses what Telegram would. Throws ApiError 400. */
export function readMarkup(call: Call, { inlineOnly = false } = {}): Markup {
  const markup = objectOf<Record<string, unknown>>(call, "reply_markup", "reply keyboard markup");
  if (!markup) return {};
  if (markup.inline_keyboard !== undefined) return readInline(markup.inline_keyboard);
  if (inlineOnly) throw broken("inline keyboard expected");
  if (markup.keyboard !== undefined) return { reply: readReply(markup) };
  if (markup.remove_keyboard !== undefined) return { reply: null };
  return {};
}

function readInline(rows: unknown): Markup {
  if (!Array.isArray(rows))
    throw broken('can\'t parse inline keyboard: Field "inline_keyboard" must be of type Array');
  const keyboard = rows.map((row: unknown) => {
    if (!Array.isArray(row))
      throw broken("can't parse inline keyboard: expected an Array of Array of buttons");
    return row.map(readButton);
  });
  const full = keyboard.filter((row) => row.length > 0);
  if (full.flat().length > BUTTONS) throw broken("reply markup is too long");
  const pay = full.flat().findIndex((button) => button.pay);
  if (pay > 0) throw broken("BUTTON_POS_INVALID");
  return full.length > 0 ? { inline: { inline_keyboard: full } } : {};
}

function readButton(value: unknown): InlineKeyboardButton {
  const fail = (what: string) => broken(`can't parse inline keyboard button: ${what}`);
  if (typeof value !== "object" || value === null) throw fail("expected an Object");
  const button = value as InlineKeyboardButton & Record<string, unknown>;
  if (typeof button.text !== "string") throw fail('Field "text" must be of type String');
  if (button.text.trim() === "") throw fail("button text must be non-empty");
  const actions = ACTIONS.filter((action) => button[action] !== undefined);
  if (actions.length === 0) throw fail("Text buttons are unallowed in the inline keyboard");
  if (actions.length > 1) throw fail(`exactly one action is allowed, not ${actions.join(" and ")}`);
  if (button.style !== undefined && !STYLES.includes(button.style)) throw fail("unknown button style");
  if (button.callback_data !== undefined) {
    const bytes = typeof button.callback_data === "string" ? Buffer.byteLength(button.callback_data) : 0;
    if (bytes < 1 || bytes > CALLBACK_BYTES) throw broken("BUTTON_DATA_INVALID");
  }
  if (button.url !== undefined) checkUrl(button.url);
  if (button.web_app && !/^https:\/\//.test(button.web_app.url ?? "") && !isLocal(button.web_app.url)) {
    throw broken(
      `inline keyboard button Web App URL '${button.web_app.url}' is invalid: Only HTTPS links are allowed`,
    );
  }
  if (button.login_url && !/^https:\/\//.test(button.login_url.url ?? "") && !isLocal(button.login_url.url))
    throw broken(
      `inline keyboard button login URL '${button.login_url.url}' is invalid: Only HTTPS links are allowed`,
    );
  if (button.copy_text && !/^[\s\S]{1,256}$/.test(button.copy_text.text ?? ""))
    throw broken("BUTTON_COPY_TEXT_INVALID");
  return button;
}

function checkUrl(url: unknown): void {
  const text = String(url);
  const right =
    /^(tg|ton):\/\//.test(text) || /^(https?:\/\/)?[^\s/.]+(\.[^\s/.]+)+/.test(text) || isLocal(text);
  if (!right) throw broken(`inline keyboard button URL '${text}' is invalid: Wrong HTTP URL`);
}

/** Real Telegram refuses addresses of one's own machine; a simulator on that machine does not. */
const isLocal = (url: unknown) => /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?(\/|$)/.test(String(url));

function readReply(markup: Record<string, unknown>): ReplyKeyboard {
  if (!Array.isArray(markup.keyboard))
    throw broken('can\'t parse reply keyboard markup: Field "keyboard" must be of type Array');
  const keyboard = markup.keyboard.map((row: unknown) => {
    if (!Array.isArray(row))
      throw broken("can't parse reply keyboard markup: expected an Array of Array of buttons");
    return row.map((button: unknown) => {
      const made = typeof button === "string" ? { text: button } : (button as { text: string });
      if (typeof made?.text !== "string" || made.text === "")
        throw broken('can\'t parse keyboard button: Field "text" must be of type String');
      return made;
    });
  });
  return { ...markup, keyboard: keyboard.filter((row) => row.length > 0) };
}
