import { zoneOf } from "../domain/todos/index.ts";
import { isRefusal, type Passage, type Transcript } from "../domain/transcripts/index.ts";
import { type Attachment, CAPTION_UNITS, type Outgoing, TEXT_UNITS } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import type { Reader } from "./dates.ts";
import { fileStem } from "./file-stem.ts";
import { type Possible, resultButtons } from "./recording-buttons.ts";
import { shorten } from "./shorten.ts";
import { renderTranscript, renderWarnings } from "./transcript.ts";
import { escapeHtml, type Translate } from "./translate.ts";

/** How far a recording is. `secondsLeft` is an estimate from the parts that are done. */
export type RecordingStage =
  | { stage: "fetching" | "listening" | "waiting" }
  | { stage: "progress"; percent: number; secondsLeft: number };

/** The status message: what is being done, and a way to stop it. */
export const recordingStatus = (at: RecordingStage, transcriptId: string, t: Translate): Outgoing => ({
  html:
    at.stage === "progress"
      ? t("status-progress", { percent: at.percent, minutes: Math.ceil(at.secondsLeft / 60) })
      : t(`status-${at.stage}`),
  buttons: [[{ text: t("cancel"), data: packTap({ do: "cancel", transcriptId }) }]],
});

export const recordingCancelled = (t: Translate): Outgoing => ({ html: t("status-cancelled") });

/** The text of a recording: a message where it fits, otherwise a preview and the whole as a file. Warnings stand under it. */
export function recordingResult(
  transcript: Pick<Transcript, "passages" | "claimedName" | "createdAt"> &
    Partial<Pick<Transcript, "id" | "coverage" | "speakers" | "reusedFrom" | "source" | "container">>,
  user: Reader,
  t: Translate,
  possible: Possible = { speakers: false, writing: false },
): { message: Outgoing; file?: Attachment } {
  const { id, claimedName, createdAt, coverage = null, speakers, reusedFrom = null } = transcript;
  const passages = (transcript.passages ?? []) as Passage[];
  const text = renderTranscript(passages, t, speakers ?? {});
  const warnings = renderWarnings(passages, coverage, t);
  const notes = [...(reusedFrom ? [t("reused")] : []), ...warnings].join("\n");
  const buttons = id === undefined ? [] : resultButtons({ ...transcript, id, reusedFrom }, possible, t);
  const say = (html: string): Outgoing => ({ html, ...(buttons.length > 0 && { buttons }) });
  const under = notes === "" ? "" : `\n\n${notes}`;
  if (text === "") return { message: say(t("no-speech") + under) };
  if (text.length + under.length <= TEXT_UNITS) return { message: say(escapeHtml(text) + under) };
  const words = text.split(/\s+/).length;
  const head = t("long-text", { words });
  const preview = shorten(text, CAPTION_UNITS - head.length - under.length - 2);
  return {
    message: say(`${head}\n\n${escapeHtml(preview)}${under}`),
    file: {
      name: `${fileStem(claimedName, createdAt, t, zoneOf(user))}.txt`,
      type: "text/plain",
      bytes: new TextEncoder().encode(warnings.length > 0 ? `${text}\n\n${warnings.join("\n")}` : text),
    },
  };
}

/** Why there is no text, and what can be done; a retry is offered where it may help. */
export const recordingFailed = (
  { id, failure }: Pick<Transcript, "id" | "failure">,
  t: Translate,
): Outgoing => ({
  html: t(`failure-${failure ?? "fault"}`),
  ...(!isRefusal(failure ?? "fault") && {
    buttons: [[{ text: t("retry"), data: packTap({ do: "retry", transcriptId: id }) }]],
  }),
});

/** After a hearing that came to nothing: a text that was there before is there still. */
export const keepsText = (
  view: Outgoing,
  { state, text }: Pick<Transcript, "state" | "text">,
  t: Translate,
): Outgoing =>
  state === "delivered" && text !== null ? { ...view, html: `${view.html}\n\n${t("text-stays")}` } : view;

export const retryStarted = (t: Translate): Outgoing => ({ html: t("retry-started") });
