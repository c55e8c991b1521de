import type { Doubt } from "./guards.ts";
import type { HeardPart, Segment } from "./heard.ts";
import { findSeam } from "./seam.ts";
import { labelVoices } from "./voices.ts";

/** A part of the recording: the stretch `[from, to)` that it answers for, where its file begins, and what was heard. */
export interface MergePart {
  from: number;
  to: number;
  /** The recording's second at which the part's file begins, and at which it ends. */
  audioFrom: number;
  audioTo: number;
  heard: HeardPart | null;
}

/** A stretch of speech in the merged transcript. Without words it is only there to be doubted. */
export interface Spoken extends Segment {
  gap?: never;
  /** The times are the model's own, not only those of the part. */
  exact?: true;
  doubt?: Doubt;
  /** In a dialogue of several recordings: the one it was said in, and the second at which it begins there. */
  recording?: { id: string; from: number };
  /** In a dialogue: when its message was said (ISO 8601). */
  saidAt?: string;
}

/** A stretch of the merged transcript: speech, or a gap that nobody could hear. In a dialogue it is known whose. */
export type Passage = Spoken | { from: number; to: number; gap: true; speaker?: string };

export const isSpoken = (passage: Passage): passage is Spoken => !passage.gap;

/** Whether there are words, and not all of them are doubted. */
export const holdsWords = (passages: readonly Passage[]): boolean =>
  passages.some((passage) => isSpoken(passage) && passage.text !== "" && passage.doubt === undefined);

/** Whether there are words that last: a text file's and a text message's have no times to show them at. */
export const hasTimedWords = (passages: readonly Passage[]): boolean =>
  passages.some((passage) => !passage.gap && passage.text !== "" && passage.to > passage.from);

/** The whole recording. */
export interface Merged {
  passages: Passage[];
  languages: string[];
  model: string;
  /** Seconds heard, of all seconds sent; 1 when nothing is missing. */
  coverage: number;
}

/** Faster than anybody speaks: with this many words a second, the overlap cannot hold more than `findSeam` looks at. */
const WORDS_PER_SECOND = 6;

/**
 * Joins the parts in order: what two neighbours both heard is said once, times count from the recording's beginning,
 * and a part that could not be heard is a gap with its times. Null when not one part could be heard.
 */
export function mergeParts(parts: readonly MergePart[]): Merged | null {
  const heard = parts.flatMap((part) => (part.heard ? [part.heard] : []));
  const [first] = heard;
  if (!first) return null;
  const passages: Passage[] = [];
  const stretches = parts.map((part) => (part.heard ? stretchesOf(part, part.heard) : []));
  labelVoices(stretches);
  let previous: MergePart | null = null;
  let earlier: Spoken[] = [];
  for (const [i, part] of parts.entries()) {
    const overlap = previous ? previous.audioTo - part.audioFrom : 0;
    previous = part;
    if (!part.heard) {
      passages.push({ from: part.from, to: part.to, gap: true });
      earlier = [];
      continue;
    }
    const stretch = stretches[i] ?? [];
    if (overlap > 0) joinSeam(earlier, stretch, overlap);
    earlier = stretch;
    passages.push(...stretch);
  }
  const total = parts.reduce((sum, { from, to }) => sum + to - from, 0);
  const lost = parts.reduce((sum, part) => sum + (part.heard ? 0 : part.to - part.from), 0);
  return {
    passages: passages.filter((passage) => passage.gap || passage.text !== "" || passage.doubt),
    languages: [...new Set(heard.flatMap(({ languages }) => languages))],
    model: first.model,
    coverage: total > 0 ? 1 - lost / total : 1,
  };
}

/** A part's speech with the recording's own times. */
function stretchesOf(
  { from, to, audioFrom, audioTo }: MergePart,
  { text, segments = [], doubt }: HeardPart,
): Spoken[] {
  const doubted = doubt ? { doubt } : {};
  if (segments.length === 0) return [{ from, to, text: text.trim(), ...doubted }];
  return segments.map((segment) => ({
    ...segment,
    ...doubted,
    exact: true,
    text: segment.text.trim(),
    from: Math.min(audioFrom + segment.from, audioTo),
    to: Math.min(audioFrom + segment.to, audioTo),
  }));
}

/** Takes out of both sides what both heard, which may be whole stretches of either. */
function joinSeam(earlier: Spoken[], later: Spoken[], overlap: number): void {
  const zone = Math.ceil(overlap * WORDS_PER_SECOND) + 2;
  const left = earlier.flatMap(({ text }) => wordsOf(text));
  const { keep, drop, shared } = findSeam(
    left,
    later.flatMap(({ text }) => wordsOf(text)),
    zone,
  );
  if (shared === null) return;
  let before = 0;
  for (const stretch of earlier) {
    const words = wordsOf(stretch.text);
    const kept = words.slice(0, Math.max(0, keep - before));
    // The shared word stands where the earlier part had it.
    if (before <= keep && keep < before + words.length) kept.push(shared);
    stretch.text = kept.join(" ");
    before += words.length;
  }
  let rest = drop;
  for (const stretch of later) {
    const words = wordsOf(stretch.text);
    stretch.text = words.slice(rest).join(" ");
    rest = Math.max(0, rest - words.length);
  }
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
