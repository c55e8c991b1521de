import { broken } from "../errors.ts";
import type { MessageEntity } from "../wire.ts";
import { type Formatted, sortEntities } from "./count.ts";

const MARKS: [mark: string, type: string, title: string][] = [
  ["```", "pre", "Pre"],
  ["||", "spoiler", "Spoiler"],
  ["__", "underline", "Underline"],
  ["`", "code", "Code"],
  ["*", "bold", "Bold"],
  ["_", "italic", "Italic"],
  ["~", "strikethrough", "Strikethrough"],
];
const RESERVED = "_*[]()~`>#+-=|{}.!";

/** Reads MarkdownV2 (core.telegram.org/bots/api#markdownv2-style). Throws ApiError 400 "can't parse entities: …". */
export function parseMarkdownV2(source: string): Formatted {
  const fail = (what: string) => broken(`can't parse entities: ${what}`);
  const open: { mark: string; type: string; title: string; from: number; at: number }[] = [];
  const entities: MessageEntity[] = [];
  let text = "";
  let quoteFrom = -1;
  let at = 0;

  const closeQuote = () => {
    if (quoteFrom < 0) return;
    const end = text.endsWith("\n") ? "\n" : "";
    const body = text.slice(0, text.length - end.length);
    const hidden = body.endsWith("||");
    text = (hidden ? body.slice(0, -2) : body) + end;
    const type = hidden ? "expandable_blockquote" : "blockquote";
    const length = text.length - end.length - quoteFrom;
    if (length > 0) entities.push({ type, offset: quoteFrom, length });
    quoteFrom = -1;
  };

  while (at < source.length) {
    const sign = source[at] ?? "";
    const inside = open.at(-1);
    const raw = inside?.type === "code" || inside?.type === "pre";
    const lineStart = at === 0 || source[at - 1] === "\n";
    if (lineStart && !raw && sign === ">") {
      if (quoteFrom < 0) quoteFrom = text.length;
      at += 1;
      continue;
    }
    if (lineStart && quoteFrom >= 0) closeQuote();
    if (sign === "\\" && /[!-~]/.test(source[at + 1] ?? "")) {
      text += source[at + 1];
      at += 2;
      continue;
    }
    const mark = MARKS.find(([one]) => source.startsWith(one, at) && (!raw || one === inside?.mark));
    const link = !raw && (sign === "[" || source.startsWith("![", at));
    if (
      mark &&
      !(mark[0] === "||" && quoteFrom >= 0 && /^\|\|(\n|$)/.test(source.slice(at)) && inside?.mark !== "||")
    ) {
      const [one, type, title] = mark;
      if (inside?.mark === one) {
        open.pop();
        text = closeMark(inside, text, entities);
      } else open.push({ mark: one, type, title, from: text.length, at });
      at += one.length;
    } else if (mark) {
      text += "||";
      at += 2;
    } else if (link) {
      const found = /^!?\[((?:[^\]\\]|\\.)*)\]\(((?:[^)\\]|\\.)*)\)/s.exec(source.slice(at));
      if (!found)
        throw fail(`Can't find end of a URL at byte offset ${Buffer.byteLength(source.slice(0, at))}`);
      const label = parseMarkdownV2(found[1] ?? "");
      const url = (found[2] ?? "").replace(/\\(.)/g, "$1");
      const emoji = /^tg:\/\/emoji\?id=(\d+)$/.exec(url)?.[1];
      const entity = emoji ? { type: "custom_emoji", custom_emoji_id: emoji } : { type: "text_link", url };
      entities.push({ ...entity, offset: text.length, length: label.text.length });
      entities.push(...label.entities.map((one) => ({ ...one, offset: one.offset + text.length })));
      text += label.text;
      at += found[0].length;
    } else if (!raw && RESERVED.includes(sign)) {
      throw fail(`Character '${sign}' is reserved and must be escaped with the preceding '\\'`);
    } else {
      text += sign;
      at += 1;
    }
  }
  closeQuote();
  const left = open.at(-1);
  if (left)
    throw fail(
      `Can't find end of ${left.title} entity at byte offset ${Buffer.byteLength(source.slice(0, left.at))}`,
    );
  return { text, entities: sortEntities(entities) };
}

/** Notes the entity; the language of a code block is taken out of the text. */
function closeMark(mark: { type: string; from: number }, text: string, entities: MessageEntity[]): string {
  const [head, language] = (mark.type === "pre" && /^([\w+#-]*)\n/.exec(text.slice(mark.from))) || ["", ""];
  const body = text.slice(mark.from + head.length);
  if (body.length > 0) {
    entities.push({ type: mark.type, offset: mark.from, length: body.length, ...(language && { language }) });
  }
  return text.slice(0, mark.from) + body;
}

/** Reads the old Markdown mode: no nesting, no escapes but before `_*[` and the backtick. */
export function parseMarkdown(source: string): Formatted {
  const entities: MessageEntity[] = [];
  let text = "";
  let at = 0;
  const pattern =
    /\\([_*`[])|```(?:([\w+#-]+)\n)?([\s\S]*?)```|`([^`]*)`|\*([^*]*)\*|_([^_]*)_|\[([^\]]*)\]\(([^)]*)\)|([_*`[])/y;
  while (at < source.length) {
    pattern.lastIndex = at;
    const found = pattern.exec(source);
    if (!found) {
      text += source[at];
      at += 1;
      continue;
    }
    const [whole, escaped, language, pre, code, bold, italic, label, url, stray] = found;
    if (stray) {
      const offset = Buffer.byteLength(source.slice(0, at));
      throw broken(`can't parse entities: Can't find end of the entity starting at byte offset ${offset}`);
    }
    const body = escaped ?? pre ?? code ?? bold ?? italic ?? label ?? "";
    const type =
      pre !== undefined
        ? "pre"
        : code !== undefined
          ? "code"
          : bold !== undefined
            ? "bold"
            : italic !== undefined
              ? "italic"
              : url
                ? "text_link"
                : "";
    if (type && body) {
      entities.push({
        type,
        offset: text.length,
        length: body.length,
        ...(url && { url }),
        ...(language && { language }),
      });
    }
    text += body;
    at += whole.length;
  }
  return { text, entities };
}
