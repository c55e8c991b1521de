import { canHearAgain, hasTimedWords, type Passage, type Transcript } from "../domain/transcripts/index.ts";
import type { Button } from "../ports/telegram/message.ts";
import { packTap, TRANSCRIPT_FORMATS, type TranscriptVerb } from "./callbacks.ts";
import { packDeletionTap } from "./deletions/taps.ts";
import { writeButtons } from "./digests/buttons.ts";
import type { Translate } from "./translate.ts";

/** What this installation can do with a recording, besides its words. */
export interface Possible {
  /** Tell voices apart. */
  speakers: boolean;
  /** Write summaries and the like. */
  writing: boolean;
}

/**
 * What can be done with a text: subtitles, files, voices, missing parts, a new hearing. What has no sound of its own (a
 * text file, a joined dialogue) is not heard again, and what has no times makes no subtitles.
 */
export function resultButtons(
  {
    id,
    passages,
    reusedFrom,
    source = "voice",
    container = null,
  }: Pick<Transcript, "id" | "passages" | "reusedFrom"> & Partial<Pick<Transcript, "source" | "container">>,
  { speakers, writing }: Possible,
  t: Translate,
): Button[][] {
  const all = (passages ?? []) as Passage[];
  const button = (verb: TranscriptVerb, key: string): Button => ({
    text: t(key),
    data: packTap({ do: verb, transcriptId: id }),
  });
  const hasWords = all.some((passage) => !passage.gap && passage.text !== "");
  const hasSound = canHearAgain({ source, container });
  const hasVoices = all.some((passage) => !passage.gap && passage.speaker !== undefined);
  return [
    ...(hasWords && writing ? writeButtons(t, id) : []),
    ...(hasSound && all.some(({ gap }) => gap) ? [[button("fill", "retry-gaps")]] : []),
    ...(hasTimedWords(all) ? [[button("srt", "subtitles-srt"), button("vtt", "subtitles-vtt")]] : []),
    ...(hasWords
      ? [
          TRANSCRIPT_FORMATS.map((format) => ({
            text: format.toUpperCase(),
            data: packTap({ do: format, transcriptId: id }),
          })),
        ]
      : []),
    ...(hasVoices ? [[button("voices", "voices-name")]] : []),
    ...(hasSound && hasWords && !hasVoices && speakers ? [[button("ask-speakers", "voices-find")]] : []),
    ...(hasSound && reusedFrom ? [[button("ask-anew", "hear-anew")]] : []),
    [{ text: t("erase-button"), data: packDeletionTap({ act: "one", transcriptId: id }) }],
  ];
}
