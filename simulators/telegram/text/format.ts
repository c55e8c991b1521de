import { broken, refused } from "../errors.ts";
import type { MessageEntity } from "../wire.ts";
import { type Formatted, isInvisible, trimText } from "./count.ts";
import { detectEntities } from "./detect.ts";
import { parseHtml } from "./html.ts";
import { parseMarkdown, parseMarkdownV2 } from "./markdown.ts";

/** In UTF-16 units after entities are taken out (core.telegram.org/bots/api#sendmessage, #sendphoto). */
export const TEXT_UNITS = 4096;
export const CAPTION_UNITS = 1024;
/** Above this the server does not even parse. */
const RAW_BYTES = 32_768;

const TOO_LONG = {
  send: { text: "message is too long", caption: "message caption is too long" },
  edit: { text: "MESSAGE_TOO_LONG", caption: "MEDIA_CAPTION_TOO_LONG" },
};

/** Parses, trims, and holds the text or caption against its limit. Throws ApiError 400. */
export function formatText(
  source: string,
  { mode, entities }: { mode?: string | undefined; entities?: MessageEntity[] | undefined },
  { part, by }: { part: "text" | "caption"; by: "send" | "edit" },
): Formatted {
  if (Buffer.byteLength(source) > RAW_BYTES) throw broken("text is too long");
  if (part === "text" && source === "") throw broken("message text is empty");
  const text = detectEntities(trimText(parse(source, mode, entities)));
  if (part === "text" && isInvisible(text.text)) throw broken("text must be non-empty");
  if (text.text.length > (part === "text" ? TEXT_UNITS : CAPTION_UNITS)) throw broken(TOO_LONG[by][part]);
  return text;
}

function parse(source: string, mode: string | undefined, entities: MessageEntity[] | undefined): Formatted {
  const known = mode?.toLowerCase() ?? "";
  if (known === "html") return parseHtml(source);
  if (known === "markdownv2") return parseMarkdownV2(source);
  if (known === "markdown") return parseMarkdown(source);
  if (known !== "") throw refused("unsupported parse_mode");
  return { text: source, entities: entities ?? [] };
}
