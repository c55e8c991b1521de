import { zoneOf } from "../../domain/todos/index.ts";
import type { Listed, Passage, Transcript } from "../../domain/transcripts/index.ts";
import type { Button, Outgoing } from "../../ports/telegram/message.ts";
import { packTap } from "../callbacks.ts";
import { type Reader, sayDate } from "../dates.ts";
import { fileStem } from "../file-stem.ts";
import { type Possible, resultButtons } from "../recording-buttons.ts";
import { shorten } from "../shorten.ts";
import { clockTime, renderTranscript } from "../transcript.ts";
import { escapeHtml, type Locale, type Translate } from "../translate.ts";
import { type HistoryTap, packHistoryTap } from "./taps.ts";

export const historyButton = (text: string, tap: HistoryTap): Button => ({ text, data: packHistoryTap(tap) });

/** A button as wide as a phone shows about so many letters. */
const BUTTON_LETTERS = 34;
/** More than a few messages of text are better read as a file. */
const SHOWN_LETTERS = 12_000;

interface Page {
  listed: readonly Listed[];
  more: boolean;
  all: number;
  seconds: number;
  after?: string | undefined;
}

/** A page of what somebody sent: each a button that opens it. */
export function historyList(
  { listed, more, all, seconds, after }: Page,
  user: Reader,
  t: Translate,
): Outgoing {
  const last = listed.at(-1);
  const pages = [
    ...(after === undefined ? [] : [historyButton(t("history-first"), { act: "list" })]),
    ...(more && last ? [historyButton(t("history-more"), { act: "list", after: last.id })] : []),
  ];
  return {
    html:
      all === 0
        ? t("history-none")
        : [
            t("recordings", { count: all }),
            ...(seconds >= 1 ? [t("recordings-length", { length: clockTime(seconds) })] : []),
          ].join(", "),
    buttons: [
      ...listed.map((one) => [
        historyButton(`${SIGNS[one.state] ?? ""}${titleOf(one, user, t)}`, {
          act: "open",
          transcriptId: one.id,
        }),
      ]),
      ...(pages.length > 0 ? [pages] : []),
      [{ text: t("menu-back"), data: packTap({ do: "menu", screen: "start" }) }],
    ],
  };
}

/** What is not simply there is marked. */
const SIGNS: Partial<Record<Transcript["state"], string>> = {
  received: "⏳ ",
  quoted: "💳 ",
  transcribing: "⏳ ",
  transcribed: "⏳ ",
  refused: "🚫 ",
  failed: "⚠️ ",
  cancelled: "✖️ ",
};

function titleOf(one: Listed, user: Reader, t: Translate): string {
  const timeZone = zoneOf(user);
  const day = sayDate(one.createdAt, user.locale, { day: "numeric", month: "short", timeZone });
  const length = one.seconds ? ` · ${clockTime(one.seconds)}` : "";
  const name = one.claimedName
    ? fileStem(one.claimedName, one.createdAt, t, timeZone)
    : t(`source-${one.source}`);
  return `${shorten(name, BUTTON_LETTERS - day.length - length.length)} · ${day}${length}`;
}

/** Everything about one recording, and what can be done with it. */
export function historyCard(
  transcript: Transcript,
  possible: Possible,
  user: Reader,
  t: Translate,
): Outgoing {
  const {
    id,
    state,
    source,
    createdAt,
    seconds,
    bytes,
    languages,
    text,
    coverage,
    claimedName,
    originalKey,
  } = transcript;
  const timeZone = zoneOf(user);
  const when = sayDate(createdAt, user.locale, {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  });
  const facts = [
    `${t(`source-${source}`)}${seconds ? ` · ${clockTime(seconds)}` : ""}${bytes ? ` · ${megabytes(bytes)} ${t("megabytes")}` : ""}`,
    when,
    ...(languages && languages.length > 0
      ? [languages.map((code) => nameOf(code, user.locale)).join(", ")]
      : []),
    ...(text === null ? [] : [t("history-letters", { count: text.length })]),
    ...(coverage !== null && coverage < 0.98
      ? [t("history-coverage", { percent: Math.floor(coverage * 100) })]
      : []),
    t(`state-${state}`),
  ];
  const words = text !== null;
  return {
    html: `<b>${escapeHtml(fileStem(claimedName, createdAt, t, timeZone))}</b>\n${facts.map(escapeHtml).join("\n")}`,
    buttons: [
      ...(words ? [[historyButton(t("history-text"), { act: "text", transcriptId: id })]] : []),
      ...resultButtons(
        { ...transcript, reusedFrom: transcript.reusedFrom ?? (words ? id : null) },
        possible,
        t,
      ),
      [
        ...(originalKey === null
          ? []
          : [historyButton(t("history-original"), { act: "original", transcriptId: id })]),
        historyButton(t("history-rename"), { act: "rename", transcriptId: id }),
      ],
      [historyButton(t("history-back"), { act: "list" })],
    ],
  };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(bytes < 1e6 ? 2 : bytes < 1e7 ? 1 : 0);

/** A language by its name; what is no code stays as it is. Workers know no Kazakh names: there each has its own one. */
function nameOf(code: string, locale: Locale): string {
  try {
    const names = new Intl.DisplayNames(locale === "kk" ? code : locale, { type: "language" });
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

/** The words themselves, where they fit into a few messages; null where a file is better. */
export function historyText(transcript: Transcript, t: Translate): Outgoing | null {
  const passages = (transcript.passages ?? []) as Passage[];
  const text = renderTranscript(passages, t, transcript.speakers ?? {});
  if (text === "" || text.length > SHOWN_LETTERS) return null;
  return {
    html: escapeHtml(text),
    buttons: [[historyButton(t("history-card"), { act: "card", transcriptId: transcript.id })]],
  };
}

/** Asks for another name: the reply to this message is it. The button says whose, so that nothing has to be remembered. */
export const renameScreen = (
  { id, claimedName, createdAt }: Pick<Transcript, "id" | "claimedName" | "createdAt">,
  user: Reader,
  t: Translate,
): Outgoing => ({
  html: t("history-rename-ask", { name: fileStem(claimedName, createdAt, t, zoneOf(user)) }),
  buttons: [[historyButton(t("history-card"), { act: "card", transcriptId: id })]],
});

/** Under a moment that is played. */
export const momentCaption = (
  { claimedName, createdAt }: Pick<Transcript, "claimedName" | "createdAt">,
  at: number,
  user: Reader,
  t: Translate,
): Outgoing => ({
  html: `${escapeHtml(fileStem(claimedName, createdAt, t, zoneOf(user)))} · ${clockTime(at)}`,
});

export const originalLink = (url: string, minutes: number, t: Translate): Outgoing => ({
  html: `<a href="${escapeHtml(url)}">${t("history-link")}</a>\n${t("history-link-until", { minutes })}`,
});
