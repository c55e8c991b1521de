import type { Passage } from "../transcripts/index.ts";

/** One message of a conversation as far as the dialogue needs it. */
export interface Line {
  speaker: string;
  saidAt: Date;
  /** Of a text. */
  text: string | null;
  /** Of a recording: its length, null when nobody knows it. */
  seconds: number | null;
  /** Of a recording: what was heard, and how much of it (0–1); null when nothing was. */
  heard: { id: string; passages: readonly Passage[]; coverage: number; languages: readonly string[] } | null;
}

export interface Dialogue {
  passages: Passage[];
  /** Names by the labels of the voices. */
  speakers: Record<string, string>;
  /** Every word, without names and marks. */
  text: string;
  seconds: number;
  /** Seconds heard, of the seconds of all recordings; one of unknown length counts as long as the others are on average. */
  coverage: number;
  languages: string[];
}

/**
 * Makes one dialogue of messages in the order in which they were said. Who sent a message is who speaks in all of it; the
 * times count as if the recordings were played one after another. What could not be heard is a gap of theirs, so that
 * nothing is left out silently. Null when there is not a word.
 */
export function makeDialogue(lines: readonly Line[]): Dialogue | null {
  const labels = new Map<string, string>();
  const labelOf = (name: string): string => {
    const label = labels.get(name) ?? String(labels.size + 1);
    labels.set(name, label);
    return label;
  };
  const passages: Passage[] = [];
  const words: string[] = [];
  let at = 0;
  for (const { speaker: name, saidAt, text, seconds, heard } of lines) {
    const said = { speaker: labelOf(name), saidAt: saidAt.toISOString() };
    if (text !== null) {
      passages.push({ from: at, to: at, text, ...said });
      words.push(text);
      continue;
    }
    for (const passage of heard?.passages ?? [{ from: 0, to: seconds ?? 0, gap: true as const }]) {
      const times = { from: at + passage.from, to: at + passage.to };
      if (passage.gap) passages.push({ ...times, gap: true, speaker: said.speaker });
      else if (passage.text !== "") {
        const recording = heard && { id: heard.id, from: passage.from };
        passages.push({ ...passage, ...times, ...said, ...(recording && { recording }) });
        words.push(passage.text);
      }
    }
    at += seconds ?? 0;
  }
  if (words.length === 0) return null;
  const recordings = lines.filter(({ text }) => text === null);
  return {
    passages,
    speakers: Object.fromEntries([...labels].map(([name, label]) => [label, name])),
    text: words.join("\n\n"),
    seconds: at,
    coverage: coverageOf(recordings),
    languages: [...new Set(recordings.flatMap(({ heard }) => heard?.languages ?? []))],
  };
}

function coverageOf(recordings: readonly Line[]): number {
  const known = recordings.flatMap(({ seconds }) => seconds ?? []);
  const average = known.length === 0 ? 1 : sum(known) / known.length;
  const all = recordings.map(({ seconds }) => seconds ?? average);
  const heard = recordings.map(({ seconds, heard }) => (seconds ?? average) * (heard?.coverage ?? 0));
  return sum(all) > 0 ? sum(heard) / sum(all) : 1;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0);
