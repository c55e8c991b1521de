import { fromTelegram, isAbout } from "./errors.ts";
import type { Button, Outgoing } from "./message.ts";
import type { Address } from "./telegram.ts";

/** The buttons under a message or a file. */
export const asCaption = ({ buttons }: Pick<Outgoing, "buttons">) => ({
  ...(buttons && { reply_markup: { inline_keyboard: buttons.map((row) => row.map(asKey)) } }),
});

/** A message of words. Only these have previews of their links (Bot API, sendMessage). */
export const asText = (message: Outgoing) => ({
  ...asCaption(message),
  link_preview_options: { is_disabled: true },
});

/** Where it goes, as the API's options say it. */
export const addressed = ({ replyTo, threadId, silent }: Address) => ({
  ...(threadId !== undefined && { message_thread_id: threadId }),
  ...(silent && { disable_notification: true }),
  ...(replyTo !== undefined && {
    reply_parameters: { message_id: replyTo, allow_sending_without_reply: true },
  }),
});

/** Says something in HTML; where Telegram cannot read it, the same words are said without formatting. */
export const inHtml = <T>(
  { html }: Outgoing,
  call: (text: string, mode: { parse_mode?: "HTML" }) => Promise<T>,
): Promise<T> =>
  fromTelegram(call(html, { parse_mode: "HTML" })).catch((error) => {
    if (!isAbout(error, "can't parse entities")) throw error;
    return fromTelegram(call(withoutMarkup(html), {}));
  });

export function asKey(button: Button) {
  if ("url" in button) return { text: button.text, url: button.url };
  if ("login" in button) return { text: button.text, login_url: { url: button.login } };
  return { text: button.text, callback_data: button.data };
}

/** What a reader would see of Telegram's HTML. */
const withoutMarkup = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");

/** The client writes a file's name into a header as it is: without quotes it would end at its first space (RFC 2183). */
export const quoted = (name: string): string => `"${name.replace(/["\\\r\n]/g, " ")}"`;
