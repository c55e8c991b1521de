import type { TextDocument } from "../../domain/documents/index.ts";
import { isGroup } from "../../domain/groups/index.ts";
import { advance, type Owned } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outcome } from "../step.ts";
import { keepText } from "./keep-text.ts";

/** Takes a text file for what it is: its own transcript, with nothing to be heard and nothing to be paid. */
export async function keepDocument(ports: Ports, found: Owned, document: TextDocument): Promise<Outcome> {
  const { kind: container } = document;
  const { passages, speakers } = labelVoices(document.passages);
  const { transcript } = found;
  const text = passages.map((passage) => passage.text).join("\n");
  const textKey = isGroup(transcript.chatId) ? null : await keepText(ports, found, passages, speakers ?? {});
  const facts = { container, passages, speakers, text, textKey, coverage: 1 };
  return {
    did: `read ${text.length} characters of ${container}`,
    changes: [advance(ports.db, transcript.id, "transcribed", facts, ports.clock.now())],
    next: [
      {
        kind: "transcription.deliver",
        payload: { transcriptId: transcript.id },
        key: `deliver:${transcript.id}:${transcript.run}`,
      },
    ],
  };
}

/** Names of voices become labels and what they stand for, as in a transcript of ours: so they can be renamed. */
function labelVoices(passages: TextDocument["passages"]) {
  const names = [...new Set(passages.flatMap(({ speaker }) => speaker ?? []))];
  return {
    passages: passages.map(({ speaker, ...passage }) =>
      speaker === undefined ? passage : { ...passage, speaker: String(names.indexOf(speaker) + 1) },
    ),
    speakers: names.length > 0 ? Object.fromEntries(names.map((name, i) => [String(i + 1), name])) : null,
  };
}
