import { type Digest, type DigestRow, type Group, pointsOf, type Task } from "../../domain/digests/index.ts";
import { type Button, type Outgoing, TEXT_UNITS } from "../../ports/telegram/message.ts";
import { FILE_FORMATS } from "../../schema/users.ts";
import { sayDate } from "../dates.ts";
import { shorten } from "../shorten.ts";
import { packTodoTap } from "../todos/taps.ts";
import { clockTime } from "../transcript.ts";
import { escapeHtml, type Locale, type Translate } from "../translate.ts";
import { digestButton } from "./buttons.ts";
import { packDigestTap } from "./taps.ts";
import { digestTitle } from "./title.ts";

/** What a view of a digest needs to know of it. */
export interface ShownDigest {
  row: Pick<DigestRow, "id" | "kind" | "language" | "instruction" | "styleId" | "version">;
  digest: Digest;
  /** How many recordings it is about. */
  sources: number;
  /** Which of them can be played: their originals are there. */
  playable: readonly boolean[];
  locale: Locale;
  /** By which clock days are told. */
  zone: string;
}

/** So many ▶ stand under one message; the next page has the next. */
const PLAY_PER_PAGE = 20;
const PLAY_PER_ROW = 5;

/**
 * The digest as one message: with its quotes where they fit, else without them; where not even that fits its beginning,
 * to stand under the file that has the whole (`fits` is false then). `rich`: for a message that holds more.
 */
export function digestMessage(
  shown: ShownDigest,
  t: Translate,
  { page = 0, rich = false }: { page?: number; rich?: boolean } = {},
): { message: Outgoing; fits: boolean } {
  const buttons = digestButtons(shown, t, page);
  const most = rich ? RICH_UNITS : TEXT_UNITS;
  const notes = notesOf(shown.digest, t);
  const under = notes === "" ? "" : `\n\n${notes}`;
  for (const quotes of [true, false]) {
    const body = bodyOf(shown, quotes, t);
    const html = `${headOf(shown, t)}\n\n${body}${under}`;
    if (plain(html).length <= most) return { message: { html, buttons }, fits: true };
  }
  const head = `${headOf(shown, t)}\n${t("digest-in-file")}`;
  const text = plain(bodyOf(shown, false, t));
  const preview = shorten(text, PREVIEW_UNITS);
  return { message: { html: `${head}\n\n${escapeHtml(preview)}${under}`, buttons }, fits: false };
}

/** A caption has 1024 units (Bot API, sendDocument); the head and the notes need some. */
const PREVIEW_UNITS = 600;

/** Of a rich message (Bot API, sendRichMessage: 32,768 characters), with room for its markup. */
const RICH_UNITS = 24_000;

const headOf = ({ row }: ShownDigest, t: Translate): string => `<b>${digestTitle(row, t)}</b>`;

function bodyOf({ row, digest, sources, locale }: ShownDigest, quotes: boolean, t: Translate): string {
  if ("text" in digest) return escapeHtml(digest.text);
  if (digest.groups.length === 0) return t(`digest-nothing-${row.kind}`);
  let number = 0;
  return digest.groups
    .map((group) => {
      const points = group.points.map((point) =>
        renderPoint(point, ++number, { quotes, sources, locale }, t),
      );
      return [...groupTitle(row.kind, group, t), ...points].join(quotes ? "\n\n" : "\n");
    })
    .join("\n\n");
}

/** A list of one kind needs no heading above it; sections have their own titles. */
function groupTitle(kind: string, { of, title }: Group, t: Translate): string[] {
  if (of === "points" && title) return [`<b>${escapeHtml(title)}</b>`];
  if ((kind === "summary" || kind === "answer") && of === "points") return [];
  return kind === "todo" ? [] : [`<b>${t(`digest-group-${of}`)}</b>`];
}

function renderPoint(
  point: Task,
  number: number,
  { quotes, sources, locale }: { quotes: boolean; sources: number; locale: Locale },
  t: Translate,
): string {
  const { text, quote, doubt } = point;
  const more = [
    ...(point.owner ? [`👤 ${escapeHtml(point.owner)}`] : []),
    ...(point.due ? [`🗓 ${escapeHtml(dueText(point.due, locale))}`] : []),
  ].join(" · ");
  const where = placeOf(point, sources, t);
  const said = quotes
    ? `\n<i>${where === "" ? "" : `${escapeHtml(where)} — `}«${escapeHtml(quote.replace(/[«»]/g, ""))}»</i>`
    : where === ""
      ? ""
      : ` (${escapeHtml(where)})`;
  // Telegram drops the formatting of a message after a hundred entities: a list without quotes does with none.
  const head = quotes ? `<b>${number}.</b>` : `${number}.`;
  return `${head} ${escapeHtml(text)}${doubt ? ` ⚠️ <i>${t(`point-doubt-${doubt}`)}</i>` : ""}${more === "" ? "" : `\n${more}`}${said}`;
}

/** "12:05, Анна", and of several recordings which one. */
export function placeOf({ at, source, speaker }: Task, sources: number, t: Translate): string {
  return [
    ...(sources > 1 ? [t("digest-source", { number: source + 1 })] : []),
    ...(at === null ? [] : [clockTime(at)]),
    // Voices that have no name yet are numbers.
    ...(speaker === undefined ? [] : [/^\d+$/.test(speaker) ? t("voice", { number: speaker }) : speaker]),
  ].join(", ");
}

/** The words that were said, and the day they mean: "до пятницы (пт, 27 ноября)". */
export function dueText({ words, on, time }: NonNullable<Task["due"]>, locale: Locale): string {
  if (on === null) return words;
  const day = sayDate(new Date(`${on}T00:00:00Z`), locale, {
    weekday: "short",
    day: "numeric",
    month: "long",
    timeZone: "UTC",
  });
  return `${words} (${day}${time === null ? "" : `, ${time}`})`;
}

/** What the reader has to know: what was left out for want of proof, and how a text differs from what was said. */
function notesOf(digest: Digest, t: Translate): string {
  if ("text" in digest) return digest.notes.map((note) => `⚠️ ${t(`digest-note-${note}`)}`).join("\n");
  return digest.dropped > 0 ? `<i>${t("digest-dropped", { count: digest.dropped })}</i>` : "";
}

function digestButtons({ row, digest, playable }: ShownDigest, t: Translate, page: number): Button[][] {
  const plays = pointsOf(digest).flatMap((point, number) =>
    point.at !== null && playable[point.source]
      ? [{ text: `▶ ${number + 1}`, data: packDigestTap({ act: "play", digestId: row.id, number }) }]
      : [],
  );
  const pages = Math.ceil(plays.length / PLAY_PER_PAGE);
  const here = Math.min(page, Math.max(0, pages - 1));
  const shown = plays.slice(here * PLAY_PER_PAGE, (here + 1) * PLAY_PER_PAGE);
  const rows: Button[][] = [];
  for (let i = 0; i < shown.length; i += PLAY_PER_ROW) rows.push(shown.slice(i, i + PLAY_PER_ROW));
  if (pages > 1)
    rows.push([
      {
        text: t("digest-more-plays", { page: here + 1, pages }),
        data: packDigestTap({ act: "page", digestId: row.id, number: (here + 1) % pages }),
      },
    ]);
  return [
    ...rows,
    FILE_FORMATS.map((format) => ({
      text: format.toUpperCase(),
      data: packDigestTap({ act: "file", digestId: row.id, format }),
    })),
    ...(row.kind === "todo" ? [[{ text: t("todos-open"), data: packTodoTap({ act: "open" }) }]] : []),
    [
      digestButton(t, "digest-anew", { act: "anew", digestId: row.id }),
      ...(row.kind === "own" && row.styleId === null
        ? [digestButton(t, "digest-keep-style", { act: "style", digestId: row.id })]
        : []),
    ],
  ];
}

export const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
