import { type Excerpt, type Found, findSentence } from "../../domain/search/index.ts";
import type { Button, InlineResult, Outgoing } from "../../ports/telegram/message.ts";
import { fileStem } from "../file-stem.ts";
import { historyButton } from "../history/screens.ts";
import { shorten } from "../shorten.ts";
import { clockTime } from "../transcript.ts";
import { escapeHtml, type Translate } from "../translate.ts";

export const FOUND_PER_PAGE = 5;

/** The first line of an answer to a search holds its words in these: the next page is searched by them. */
const [OPEN, CLOSE] = ["«", "»"];

interface Results {
  /** What was searched. */
  asked: string;
  /** What was typed, where that was nowhere to be found and something near it was searched instead. */
  typed: string | null;
  found: readonly Found[];
  all: number;
  page: number;
}

/** What was found: the sentences with their words marked, their times, and buttons that play or open them. */
export function searchResults(
  { asked, typed, found, all, page }: Results,
  zone: string,
  t: Translate,
): Outgoing {
  const words = `${OPEN}${escapeHtml(asked.replace(/[«»]/g, ""))}${CLOSE}`;
  if (found.length === 0) return { html: `${t("search-head")} ${words}\n\n${t("search-none")}` };
  const first = page * FOUND_PER_PAGE;
  const items = found.map((one, i) => {
    const sentence = findSentence(one.said, asked);
    const time = momentOf(one, sentence.share);
    return {
      html: `${first + i + 1}. <b>${escapeHtml(fileStem(one.claimedName, one.createdAt, t, zone))}</b>${time === null ? "" : ` · ${clockTime(time)}`}\n${marked(sentence)}`,
      buttons: [
        ...(time === null
          ? []
          : [
              historyButton(`▶ ${first + i + 1}`, {
                act: "play",
                transcriptId: one.transcriptId,
                at: Math.floor(time),
              }),
            ]),
        historyButton(`📄 ${first + i + 1}`, {
          act: "place",
          transcriptId: one.transcriptId,
          position: one.position,
        }),
      ],
    };
  });
  const pages: Button[] = [
    ...(page > 0 ? [historyButton("◀", { act: "found", page: page - 1 })] : []),
    ...(first + found.length < all ? [historyButton("▶▶", { act: "found", page: page + 1 })] : []),
  ];
  return {
    html: [
      `${t("search-head")} ${words} · ${t("search-count", { count: all })}`,
      ...(typed === null ? [] : [t("search-meant", { words: typed })]),
      ...items.map(({ html }) => html),
    ].join("\n\n"),
    buttons: [...rowsOf(items.flatMap(({ buttons }) => buttons)), ...(pages.length > 0 ? [pages] : [])],
  };
}

/** The words of a search, out of the message that answered it. */
export const askedIn = (shown: string): string | null => /^[^\n]*?«([^»\n]+)»/.exec(shown)?.[1] ?? null;

/** Whether a message of ours asks what to look for. */
export const isSearchPrompt = (shown: string, t: Translate): boolean =>
  shown.startsWith(
    t("search-prompt")
      .replace(/<[^>]*>/g, "")
      .slice(0, 12),
  );

/** The second at which a sentence was said; null in a text. */
export const momentOf = (
  { seconds, fromSeconds, toSeconds }: Pick<Found, "seconds" | "fromSeconds" | "toSeconds">,
  share: number,
): number | null => (seconds === null ? null : fromSeconds + share * (toSeconds - fromSeconds));

/** What was said, in Telegram's HTML, its words bold. */
export function marked({ text, marks }: Excerpt): string {
  let html = "";
  let at = 0;
  for (const { from, to } of marks) {
    html += `${escapeHtml(text.slice(at, from))}<b>${escapeHtml(text.slice(from, to))}</b>`;
    at = to;
  }
  return html + escapeHtml(text.slice(at));
}

const rowsOf = (buttons: readonly Button[]): Button[][] => {
  const rows: Button[][] = [];
  for (let i = 0; i < buttons.length; i += 4) rows.push(buttons.slice(i, i + 4));
  return rows;
};

/** What was found, for the field under another chat: choosing one sends its sentence there. */
export const inlineResults = (
  found: readonly Found[],
  asked: string,
  zone: string,
  t: Translate,
): InlineResult[] =>
  found.map((one) => {
    const sentence = findSentence(one.said, asked);
    const time = momentOf(one, sentence.share);
    const title = `${fileStem(one.claimedName, one.createdAt, t, zone)}${time === null ? "" : ` · ${clockTime(time)}`}`;
    return {
      id: `${one.transcriptId}.${one.position}`,
      title,
      description: shorten(sentence.text, 200),
      html: `${escapeHtml(sentence.text)}\n<i>${escapeHtml(title)}</i>`,
    };
  });
