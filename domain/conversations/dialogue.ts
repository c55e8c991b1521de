import type { Passage } from "../transcripts/index.ts";

/** One message of a conversation as far as the dialogue needs it. */
export interface Line {
  speaker: string;
  saidAt: Date;
  /** Of a text. */
  text: string | null;
  /** Of a recording: what was heard, null when nothing was. */
  heard: { id: string; passages: readonly Passage[]; seconds: number; languages: readonly string[] } | null;
}

export interface Dialogue {
  passages: Passage[];
  /** Names by the labels of the voices. */
  speakers: Record<string, string>;
  /** Every word, without names and marks. */
  text: string;
  seconds: number;
  /** Recordings heard, of all recordings. */
  coverage: number;
  languages: string[];
}

/**
 * Makes one dialogue of messages in the order in which they were said. Who sent a message is who speaks in all of it; the
 * times count as if the recordings were played one after another. What could not be heard stands as `lost`, so that
 * nothing is left out silently. Null when there is not a word.
 */
export function makeDialogue(lines: readonly Line[], lost: string): Dialogue | null {
  const labels = new Map<string, string>();
  const labelOf = (name: string): string => {
    const label = labels.get(name) ?? String(labels.size + 1);
    labels.set(name, label);
    return label;
  };
  const passages: Passage[] = [];
  const words: string[] = [];
  let at = 0;
  for (const { speaker: name, saidAt, text, heard } of lines) {
    const said = { speaker: labelOf(name), saidAt: saidAt.toISOString() };
    if (text !== null) {
      passages.push({ from: at, to: at, text, ...said });
      words.push(text);
      continue;
    }
    for (const passage of heard?.passages ?? [{ from: 0, to: 0, gap: true as const }]) {
      const times = { from: at + passage.from, to: at + passage.to };
      if (passage.gap) passages.push({ ...times, text: lost, ...said });
      else if (passage.text !== "") {
        const recording = heard && { id: heard.id, from: passage.from };
        passages.push({ ...passage, ...times, ...said, ...(recording && { recording }) });
        words.push(passage.text);
      }
    }
    at += heard?.seconds ?? 0;
  }
  if (words.length === 0) return null;
  const recordings = lines.filter(({ text }) => text === null);
  return {
    passages,
    speakers: Object.fromEntries([...labels].map(([name, label]) => [label, name])),
    text: words.join("\n\n"),
    seconds: at,
    coverage:
      recordings.length === 0 ? 1 : recordings.filter(({ heard }) => heard).length / recordings.length,
    languages: [...new Set(recordings.flatMap(({ heard }) => heard?.languages ?? []))],
  };
}
