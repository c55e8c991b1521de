import type { Passage, Transcript } from "../domain/transcripts/index.ts";
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

/** What can be done with a text: subtitles, files, voices, missing parts, a new hearing. */
export function resultButtons(
  { id, passages, reusedFrom }: Pick<Transcript, "id" | "passages" | "reusedFrom">,
  { speakers, writing }: Possible,
  t: Translate,
): Button[][] {
  const all = (passages ?? []) as Passage[];
  const button = (verb: TranscriptVerb, key: string): Button => ({
    text: t(key),
    data: packTap({ do: verb, transcriptId: id }),
  });
  const hasWords = all.some((passage) => !passage.gap && passage.text !== "");
  const hasVoices = all.some((passage) => !passage.gap && passage.speaker !== undefined);
  return [
    ...(hasWords && writing ? writeButtons(t, id) : []),
    ...(all.some(({ gap }) => gap) ? [[button("fill", "retry-gaps")]] : []),
    ...(hasWords ? [[button("srt", "subtitles-srt"), button("vtt", "subtitles-vtt")]] : []),
    ...(hasWords
      ? [
          TRANSCRIPT_FORMATS.map((format) => ({
            text: format.toUpperCase(),
            data: packTap({ do: format, transcriptId: id }),
          })),
        ]
      : []),
    ...(hasVoices ? [[button("voices", "voices-name")]] : []),
    ...(hasWords && !hasVoices && speakers ? [[button("ask-speakers", "voices-find")]] : []),
    ...(reusedFrom ? [[button("ask-anew", "hear-anew")]] : []),
    [{ text: t("erase-button"), data: packDeletionTap({ act: "one", transcriptId: id }) }],
  ];
}
