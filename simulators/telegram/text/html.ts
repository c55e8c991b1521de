import { broken } from "../errors.ts";
import type { MessageEntity } from "../wire.ts";
import { type Formatted, sortEntities } from "./count.ts";

/** Tags of parse mode HTML and the entity each makes (core.telegram.org/bots/api#html-style). */
const SIMPLE: Record<string, string> = {
  b: "bold",
  strong: "bold",
  i: "italic",
  em: "italic",
  u: "underline",
  ins: "underline",
  s: "strikethrough",
  strike: "strikethrough",
  del: "strikethrough",
  "tg-spoiler": "spoiler",
  code: "code",
  pre: "pre",
};
const SUPPORTED = new Set([...Object.keys(SIMPLE), "a", "span", "blockquote", "tg-emoji", "tg-time"]);
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

interface Open {
  tag: string;
  from: number;
  entity: Omit<MessageEntity, "offset" | "length"> | undefined;
  /** A link without an address takes its text for one. */
  bareLink?: boolean;
}

/** Reads Telegram's HTML. Throws ApiError 400 "can't parse entities: …" with the place in bytes, as Telegram counts it. */
export function parseHtml(html: string): Formatted {
  const open: Open[] = [];
  const entities: MessageEntity[] = [];
  let text = "";
  let at = 0;
  const bytes = (place: number) => Buffer.byteLength(html.slice(0, place));
  const fail = (what: string) => broken(`can't parse entities: ${what}`);

  while (at < html.length) {
    const sign = html[at];
    if (sign === "&") {
      const [whole, replaced] = readReference(html, at);
      text += replaced;
      at += whole;
    } else if (sign !== "<") {
      text += sign;
      at += 1;
    } else if (html[at + 1] === "/") {
      const end = html.indexOf(">", at);
      const name = html
        .slice(at + 2, end < 0 ? undefined : end)
        .trim()
        .toLowerCase();
      if (end < 0) throw fail(`Unclosed end tag at byte offset ${bytes(at)}`);
      const last = open.pop();
      if (!last) throw fail(`Unexpected end tag at byte offset ${bytes(at)}`);
      if (name !== "" && name !== last.tag) {
        throw fail(
          `Unmatched end tag at byte offset ${bytes(at)}, expected "</${last.tag}>", found "</${name}>"`,
        );
      }
      closeTag(last, text, entities);
      at = end + 1;
    } else {
      const { tag, attributes, end } = readTag(html, at, (what) =>
        fail(`${what} at byte offset ${bytes(at)}`),
      );
      open.push(
        openTag(tag, attributes, text.length, open, (what) => fail(`${what} at byte offset ${bytes(at)}`)),
      );
      at = end;
    }
  }
  const left = open.at(-1);
  if (left) throw fail(`Can't find end tag corresponding to start tag "${left.tag}"`);
  return { text, entities: sortEntities(entities) };
}

function readReference(html: string, at: number): [length: number, text: string] {
  const found = /^&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/i.exec(html.slice(at, at + 12));
  if (!found) return [1, "&"];
  const [whole, decimal, hex, name] = found;
  if (name !== undefined) return NAMED[name] ? [whole.length, NAMED[name]] : [1, "&"];
  const code = decimal === undefined ? Number.parseInt(hex ?? "0", 16) : Number(decimal);
  return code > 0 && code < 0x110000 ? [whole.length, String.fromCodePoint(code)] : [1, "&"];
}

function readTag(html: string, at: number, fail: (what: string) => Error) {
  const name = /[^\s>]*/y;
  name.lastIndex = at + 1;
  const tag = (name.exec(html)?.[0] ?? "").toLowerCase();
  const after = at + 1 + tag.length;
  if (after >= html.length) throw fail("Unclosed start tag");
  if (!SUPPORTED.has(tag)) throw fail(`Unsupported start tag "${tag}"`);
  const attributes: Record<string, string> = {};
  const rest = /\s*(?:([^\s=>/]+)\s*(?:=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?|(\/?>))/y;
  rest.lastIndex = after;
  for (;;) {
    const found = rest.exec(html);
    if (!found) throw fail(`Unclosed start tag "${tag}"`);
    const [, key, double, single, bare, end] = found;
    if (end) return { tag, attributes, end: rest.lastIndex };
    attributes[(key ?? "").toLowerCase()] = decode(double ?? single ?? bare ?? "");
  }
}

function decode(value: string): string {
  return value.replace(/&[^;\s]{1,8};/g, (reference) => {
    const [length, text] = readReference(reference, 0);
    return length === reference.length ? text : reference;
  });
}

function openTag(
  tag: string,
  attributes: Record<string, string>,
  from: number,
  open: Open[],
  fail: (what: string) => Error,
): Open {
  if (tag === "code" && open.at(-1)?.tag === "pre") {
    const language = /^language-(.+)$/.exec(attributes.class ?? "")?.[1];
    const pre = open.at(-1);
    if (pre && language && pre.from === from) pre.entity = { type: "pre", language };
    return { tag, from, entity: undefined };
  }
  const simple = SIMPLE[tag];
  if (simple) return { tag, from, entity: { type: simple } };
  if (tag === "span") {
    if (attributes.class !== "tg-spoiler") throw fail('Tag "span" must have class "tg-spoiler"');
    return { tag, from, entity: { type: "spoiler" } };
  }
  if (tag === "blockquote") {
    return {
      tag,
      from,
      entity: { type: "expandable" in attributes ? "expandable_blockquote" : "blockquote" },
    };
  }
  if (tag === "a") {
    const url = attributes.href;
    return url
      ? { tag, from, entity: { type: "text_link", url } }
      : { tag, from, entity: { type: "text_link" }, bareLink: true };
  }
  if (tag === "tg-emoji") {
    const custom_emoji_id = attributes["emoji-id"];
    if (!custom_emoji_id || !/^\d+$/.test(custom_emoji_id))
      throw fail("Invalid custom emoji identifier specified");
    return { tag, from, entity: { type: "custom_emoji", custom_emoji_id } };
  }
  return { tag, from, entity: { type: "date_time", unix_time: Number(attributes.unix) } };
}

function closeTag({ from, entity, bareLink }: Open, text: string, entities: MessageEntity[]): void {
  const length = text.length - from;
  if (!entity || length === 0) return;
  const url = bareLink ? text.slice(from) : entity.url;
  // An address that is none is dropped without a word, and the text stays.
  if (entity.type === "text_link" && !isAddress(url)) return;
  entities.push({ ...entity, ...(url && { url }), offset: from, length });
}

const isAddress = (url: string | undefined) =>
  url !== undefined && (/^(https?|tg|ton|mailto):/i.test(url) || /^[\w-]+(\.[\w-]+)+/.test(url));
