import { makeCues, renderSrt, renderVtt } from "../domain/media/subtitles.ts";
import { zoneOf } from "../domain/todos/index.ts";
import type { Passage, Transcript } from "../domain/transcripts/index.ts";
import type { Attachment, Outgoing } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import type { Reader } from "./dates.ts";
import { fileStem } from "./file-stem.ts";
import { clockTime, voiceName } from "./transcript.ts";
import type { Translate } from "./translate.ts";

export type SubtitleFormat = "srt" | "vtt";

/** How long the closing note of an SRT file is shown, in seconds; the format has no comments. */
const NOTE_SECONDS = 5;
/** A gap is shown as one cue; it need not stand there for as long as the gap. */
const GAP_SECONDS = 5;

/** Whether every word has the model's own time. */
export const hasExactTimes = (passages: readonly Passage[]): boolean =>
  passages.every((passage) => passage.gap || passage.text === "" || passage.exact);

/**
 * A recording's subtitles as a file. Where the model gave no times they are spread over the part by the length of the
 * words, and the file says so. `exactPossible`: a model that knows times can be asked.
 */
export function subtitleFile(
  {
    id,
    passages,
    speakers,
    claimedName,
    createdAt,
  }: Pick<Transcript, "id" | "passages" | "speakers" | "claimedName" | "createdAt">,
  format: SubtitleFormat,
  exactPossible: boolean,
  user: Reader,
  t: Translate,
): { file: Attachment; caption: Outgoing } {
  const all = (passages ?? []) as Passage[];
  const exact = hasExactTimes(all);
  const note = t("subtitles-estimated");
  const whose = (speaker: string) => ({ speaker: voiceName(speaker, speakers ?? {}, t) });
  const timed = all.flatMap((passage) => {
    if (passage.gap) {
      const { from, to, speaker } = passage;
      const gap = { start: from, end: Math.min(to, from + GAP_SECONDS) };
      return speaker === undefined
        ? [{ ...gap, text: t("gap", { from: clockTime(from), to: clockTime(to) }) }]
        : [{ ...gap, text: t("join-lost"), ...whose(speaker) }];
    }
    const { from, to, text, speaker } = passage;
    return [{ start: from, end: to, text, ...(speaker !== undefined && whose(speaker)) }];
  });
  const cues = makeCues(timed);
  const end = (cues.at(-1)?.endMs ?? 0) / 1000;
  const noted = exact ? cues : [...cues, ...makeCues([{ start: end, end: end + NOTE_SECONDS, text: note }])];
  const content = format === "vtt" ? renderVtt(cues, exact ? undefined : note) : renderSrt(noted);
  return {
    file: {
      name: `${fileStem(claimedName, createdAt, t, zoneOf(user))}.${format}`,
      type: format === "vtt" ? "text/vtt" : "application/x-subrip",
      bytes: new TextEncoder().encode(content),
    },
    caption: {
      html: exact ? t("subtitles-exact") : note,
      ...(!exact &&
        exactPossible && {
          buttons: [[{ text: t("times-find"), data: packTap({ do: "ask-times", transcriptId: id }) }]],
        }),
    },
  };
}
