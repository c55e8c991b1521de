import type { Passage, Transcript } from "../domain/transcripts/index.ts";
import { type Attachment, CAPTION_UNITS, type Outgoing, TEXT_UNITS } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import { shorten } from "./shorten.ts";
import { renderTranscript } from "./transcript.ts";
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

/** The text of a recording: a message where it fits, otherwise a preview and the whole as a file. */
export function recordingResult(
  { passages, claimedName, createdAt }: Pick<Transcript, "passages" | "claimedName" | "createdAt">,
  t: Translate,
): { message: Outgoing; file?: Attachment } {
  const text = renderTranscript((passages ?? []) as Passage[], t);
  if (text === "") return { message: { html: t("no-speech") } };
  if (text.length <= TEXT_UNITS) return { message: { html: escapeHtml(text) } };
  const words = text.split(/\s+/).length;
  const head = t("long-text", { words });
  const preview = shorten(text, CAPTION_UNITS - head.length - 2);
  return {
    message: { html: `${head}\n\n${escapeHtml(preview)}` },
    file: {
      name: `${fileStem(claimedName) ?? `${t("file-stem")} ${createdAt.toISOString().slice(0, 10)}`}.txt`,
      type: "text/plain",
      bytes: new TextEncoder().encode(text),
    },
  };
}

/** Why there is no text, and what can be done; a retry is offered where it may help. */
export const recordingFailed = (
  { id, state, failure }: { id: string; state: string; failure: string | null },
  t: Translate,
): Outgoing => ({
  html: t(`failure-${failure ?? "fault"}`),
  ...(state === "failed" && {
    buttons: [[{ text: t("retry"), data: packTap({ do: "retry", transcriptId: id }) }]],
  }),
});

export const retryStarted = (t: Translate): Outgoing => ({ html: t("retry-started") });

/** The sender's file name without its extension, and without what a file name cannot hold. */
function fileStem(name: string | null): string | null {
  const stem = name
    ?.replace(/\.[^.]{1,5}$/, "")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]+/g, " ")
    .trim()
    .slice(0, 80);
  return stem || null;
}
