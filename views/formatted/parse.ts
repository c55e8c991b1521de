/** A stretch `[from, to)` of a text, in UTF-16 units, and the markup around it. Of two that overlap one holds the other. */
export interface Span {
  from: number;
  to: number;
  /** The tag as it was written, with its attributes. */
  open: string;
  name: string;
}

/** A formatted text as a reader sees it, and its formatting: outer spans before the ones they hold. */
export interface Formatted {
  text: string;
  spans: Span[];
}

const TAG = /<(\/?)([a-z][a-z0-9-]*)((?:\s[^<>]*)?)>/gi;

/** The entities that Telegram knows by name (Bot API, "HTML style"); the others only by number. */
const NAMED: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"' };

const HIGHEST_CODE_POINT = 0x10ffff;

/** Reads Telegram's HTML. What was left open ends with the text, and what closes nothing means nothing. */
export function parseHtml(html: string): Formatted {
  const spans: Span[] = [];
  const open: Span[] = [];
  let text = "";
  let at = 0;
  for (const tag of html.matchAll(TAG)) {
    text += decode(html.slice(at, tag.index));
    at = tag.index + tag[0].length;
    const name = (tag[2] ?? "").toLowerCase();
    if (tag[1] === "") {
      const span = { from: text.length, to: text.length, open: tag[0], name };
      spans.push(span);
      open.push(span);
      continue;
    }
    const last = open.findLastIndex((span) => span.name === name);
    if (last >= 0) for (const span of open.splice(last)) span.to = text.length;
  }
  text += decode(html.slice(at));
  for (const span of open) span.to = text.length;
  return { text, spans: spans.filter(({ from, to }) => to > from) };
}

const decode = (html: string): string =>
  html.replace(/&(?:(lt|gt|amp|quot)|#(\d{1,7})|#x([0-9a-f]{1,6}));/gi, (entity, name, decimal, hex) => {
    if (name) return NAMED[name.toLowerCase()] ?? entity;
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code <= HIGHEST_CODE_POINT ? String.fromCodePoint(code) : entity;
  });

const encode = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** The stretch `[from, to)` as HTML of its own: what is open where it begins is opened again, and all is closed at its end. */
export function renderHtml({ text, spans }: Formatted, from: number, to: number): string {
  const open: Span[] = [];
  let html = "";
  let at = from;
  const closeUntil = (place: number) => {
    for (let last = open.at(-1); last && last.to <= place; last = open.at(-1)) {
      html += `${encode(text.slice(at, last.to))}</${last.name}>`;
      at = last.to;
      open.pop();
    }
  };
  for (const span of spans) {
    const begin = Math.max(span.from, from);
    if (begin >= to || span.to <= from) continue;
    closeUntil(begin);
    html += encode(text.slice(at, begin)) + span.open;
    at = begin;
    open.push({ ...span, to: Math.min(span.to, to) });
  }
  closeUntil(to);
  return html + encode(text.slice(at, to));
}
