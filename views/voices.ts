import { listVoices, type Passage, type Spoken, type Transcript } from "../domain/transcripts/index.ts";
import type { Button, Outgoing } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import { shorten } from "./shorten.ts";
import { type VoiceNames, voiceName } from "./transcript.ts";
import { escapeHtml, type Translate } from "./translate.ts";

/** A voice is known again by about this many of its characters. */
const SNIPPET_CHARACTERS = 90;
/** More voices than this do not fit on a screen. */
const MOST_VOICES = 20;
const MOST_CHOICES = 12;

type Voiced = Pick<Transcript, "id" | "passages" | "speakers">;

const voicesOf = ({ passages }: Voiced) =>
  listVoices(((passages ?? []) as Passage[]).filter((passage): passage is Spoken => !passage.gap));
const namesOf = ({ speakers }: Voiced): VoiceNames => speakers ?? {};
/** Button texts are plain: what `t` escapes for HTML is not markup there. */
const plain = (label: string, names: VoiceNames, t: Translate) =>
  names[label] ?? t("voice", { number: label });

/** Every voice with a snippet of its words; a tap on one asks for its name. */
export function voicesScreen(transcript: Voiced, t: Translate): Outgoing {
  const names = namesOf(transcript);
  const voices = voicesOf(transcript).slice(0, MOST_VOICES);
  const lines = voices.map(
    ({ label, words }) =>
      `<b>${escapeHtml(voiceName(label, names, t))}</b>: «${escapeHtml(shorten(words, SNIPPET_CHARACTERS))}»`,
  );
  return {
    html: [t("voices"), ...lines].join("\n\n"),
    buttons: voices.map(({ label }) => [
      {
        text: `✏️ ${plain(label, names, t)}`,
        data: packTap({ do: "voice", transcriptId: transcript.id, voice: label }),
      },
    ]),
  };
}

/** Asks for the name of one voice: a name from the glossary by a tap, any other by a reply. Null for a voice that is not there. */
export function voiceScreen(
  transcript: Voiced,
  label: string,
  glossary: readonly string[],
  t: Translate,
): Outgoing | null {
  const voice = voicesOf(transcript).find((one) => one.label === label);
  if (!voice) return null;
  const choices: Button[] = glossary.slice(0, MOST_CHOICES).map((text, choice) => ({
    text,
    data: packTap({ do: "name", transcriptId: transcript.id, voice: label, choice }),
  }));
  return {
    html: t("voice-ask", {
      voice: plain(label, namesOf(transcript), t),
      words: shorten(voice.words, SNIPPET_CHARACTERS),
    }),
    buttons: [
      ...choices.map((choice) => [choice]),
      [{ text: t("voices-back"), data: packTap({ do: "voices-here", transcriptId: transcript.id }) }],
    ],
  };
}
