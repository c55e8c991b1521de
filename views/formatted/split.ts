import { type Outgoing, TEXT_UNITS } from "../../ports/telegram/message.ts";
import { findCut } from "./cut.ts";
import { type Formatted, parseHtml, renderHtml } from "./parse.ts";

/** Telegram drops the formatting of a message after so many entities (limits.tginfo.me; the server says nothing). */
const MOST_ENTITIES = 100;

/**
 * Parts Telegram's HTML into pieces of at most `units` UTF-16 units each, as Telegram counts: after its markup is taken
 * out. Every piece is whole HTML, formatted as it was. Nothing is lost but the white space between two pieces.
 */
export function splitHtml(html: string, units: number = TEXT_UNITS): string[] {
  const formatted = parseHtml(html);
  const { text } = formatted;
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = findCut(text, from, Math.min(units, roomForEntities(formatted, from)));
    const piece = text.slice(from, end).trimEnd();
    if (piece !== "") pieces.push(renderHtml(formatted, from, from + piece.length));
    from = end + spaceAt(formatted, end);
  }
  return pieces;
}

/** A message that may be too long as the messages that it takes; the buttons stand under the last. */
export function splitMessage({ html, buttons }: Outgoing): Outgoing[] {
  const pieces = splitHtml(html);
  return pieces.map((piece, i) => ({
    html: piece,
    ...(i === pieces.length - 1 && buttons && { buttons }),
  }));
}

/** How many units from here on hold no more entities than one message may have. */
function roomForEntities({ spans }: Formatted, from: number): number {
  const here = spans.filter((span) => span.to > from);
  const first = here[MOST_ENTITIES];
  return first && first.from > from ? first.from - from : Number.POSITIVE_INFINITY;
}

/** What stands between two pieces: white space; but of a listing only the end of its line, since the rest is its shape. */
function spaceAt({ text, spans }: Formatted, at: number): number {
  const listing = spans.some(({ name, from, to }) => name === "pre" && from < at && at < to);
  return (listing ? /^[ \t]*\n?/ : /^\s*/).exec(text.slice(at))?.[0].length ?? 0;
}
