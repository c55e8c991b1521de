import type { Line } from "../quotes/index.ts";
import type { Passage } from "../transcripts/index.ts";
import { relevantLines } from "./relevant.ts";

/** A transcript as far as writing about it needs it. */
export interface Source {
  passages: readonly (Passage & { day?: string })[];
  /** Names by the labels of the voices. */
  speakers: Readonly<Record<string, string>>;
  /** Whether the times mean anything: texts have none. */
  timed: boolean;
  /** The day it was said, "2026-11-20"; a passage may have one of its own. */
  day: string;
  languages: readonly string[];
}

/** Longer passages are parted at the ends of sentences: a model finds its way by their times. */
const LINE_CHARACTERS = 600;

/** What was said in all sources, in their order. */
export const linesOf = (sources: readonly Source[]): Line[] =>
  sources.flatMap(({ passages, speakers }, source) =>
    passages.flatMap((passage) => {
      if (passage.gap || passage.text.trim() === "") return [];
      const speaker =
        passage.speaker === undefined ? undefined : (speakers[passage.speaker] ?? passage.speaker);
      return split({ ...passage, source, ...(speaker !== undefined && { speaker }) });
    }),
  );

/** What a digest is written about: everything that was said; of an answer about many recordings, what speaks of its question. */
export function linesFor(
  { kind, instruction }: { kind: string; instruction: string | null },
  sources: readonly Source[],
): Line[] {
  const lines = linesOf(sources);
  return kind === "answer" && sources.length > 1 ? relevantLines(lines, instruction ?? "") : lines;
}

/** A long line as several; each gets the time that its share of the letters takes. */
function split(line: Line): Line[] {
  const { text, from, to, source, speaker, day } = line;
  const common = {
    ...(source !== undefined && { source }),
    ...(speaker !== undefined && { speaker }),
    ...(day !== undefined && { day }),
  };
  const perLetter = (to - from) / Math.max(1, text.length);
  return stretches(text).map(({ start, end }) => ({
    ...common,
    text: text.slice(start, end).trim(),
    from: from + start * perLetter,
    to: from + end * perLetter,
  }));
}

/** Stretches of about LINE_CHARACTERS that end with a sentence, or at least with a word. */
function stretches(text: string): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let start = 0; start < text.length; ) {
    let end = text.length;
    if (end - start > LINE_CHARACTERS * 1.3) {
      const reach = text.slice(start, start + LINE_CHARACTERS);
      const sentence = Math.max(...[...reach.matchAll(/[.!?…\n]\s/g)].map(({ index }) => index + 1), 0);
      const word = reach.lastIndexOf(" ");
      const size = sentence > LINE_CHARACTERS / 3 ? sentence : word > 0 ? word : LINE_CHARACTERS;
      end = start + size;
    }
    if (text.slice(start, end).trim() !== "") found.push({ start, end });
    start = end;
  }
  return found;
}

/** A stretch `[from, to)` of items that are read in one go. */
export interface Stretch {
  from: number;
  to: number;
}

/** Parts items in a row into stretches of about equal size, none above `most` (a single larger item stands alone). */
export function partEvenly(sizes: readonly number[], most: number): Stretch[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const wished = total / Math.max(1, Math.ceil(total / most));
  const found: Stretch[] = [];
  let [from, held] = [0, 0];
  for (const [i, size] of sizes.entries()) {
    const full = held > 0 && (held + size > most || held + size / 2 > wished);
    if (full) {
      found.push({ from, to: i });
      [from, held] = [i, 0];
    }
    held += size;
  }
  if (held > 0 || sizes.length > from) found.push({ from, to: sizes.length });
  return found;
}

/** What a line adds to a brief, with its time and its speaker. */
const LINE_OVERHEAD = 24;

export const sizeOf = ({ text }: { text: string }): number => text.length + LINE_OVERHEAD;
