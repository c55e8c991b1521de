import { wordsOf } from "./find.ts";

/** What is shown of a stretch: cut where it is long, with the places of the words that were looked for. */
export interface Excerpt {
  text: string;
  /** `[from, to)` in the text, in order, not overlapping. */
  marks: { from: number; to: number }[];
}

/** The sentence of a stretch that answers a search. */
interface Sentence extends Excerpt {
  /** How far into the stretch it begins, 0 to 1. */
  share: number;
}

/** As much as is read at a glance. */
const MOST_LETTERS = 220;

/** A word and its forms begin alike: all but the last letters, which inflection changes in Russian, English and Kazakh. */
const stemOf = (word: string): string => word.slice(0, Math.max(3, word.length - 2));

/** Finds the sentence with the most of the words, the first of several. */
export function findSentence(said: string, asked: string): Sentence {
  const stems = wordsOf(asked).map(stemOf);
  let best: Sentence & { hits: number } = { text: "", marks: [], share: 0, hits: -1 };
  for (const match of said.matchAll(/[^.!?…\n]+[.!?…]*/gu)) {
    const sentence = match[0];
    const marks = marksIn(sentence, stems);
    const hits = new Set(marks.map(({ stem }) => stem)).size;
    if (hits <= best.hits) continue;
    best = { ...cut(sentence, marks, MOST_LETTERS), share: match.index / Math.max(1, said.length), hits };
  }
  const { hits: _, ...sentence } = best;
  return sentence;
}

/** A stretch with all the words of a search marked, at most about so many letters around the first of them. */
export const findExcerpt = (said: string, asked: string, letters: number): Excerpt =>
  cut(said, marksIn(said, wordsOf(asked).map(stemOf)), letters);

function marksIn(text: string, stems: readonly string[]) {
  const marks: { from: number; to: number; stem: string }[] = [];
  for (const { 0: word, index } of text.matchAll(/[\p{L}\p{N}]+/gu)) {
    const stem = stems.find((one) => word.toLowerCase().startsWith(one));
    if (stem !== undefined) marks.push({ from: index, to: index + word.length, stem });
  }
  return marks;
}

/** A long text is cut around its first mark, between words. */
function cut(text: string, marks: readonly { from: number; to: number }[], letters: number): Excerpt {
  const lead = text.length - text.trimStart().length;
  let [from, to] = [lead, text.trimEnd().length];
  if (to - from > letters) {
    const first = marks[0]?.from ?? from;
    const wished = Math.max(from, first - letters / 3);
    from = wished > from ? text.indexOf(" ", wished) + 1 : from;
    const end = text.lastIndexOf(" ", from + letters);
    to = from + letters < to ? (end > from ? end : from + letters) : to;
  }
  const before = from > lead ? "… " : "";
  const after = to < text.trimEnd().length ? " …" : "";
  return {
    text: `${before}${text.slice(from, to)}${after}`,
    marks: marks
      .filter((mark) => mark.from >= from && mark.to <= to)
      .map((mark) => ({ from: mark.from - from + before.length, to: mark.to - from + before.length })),
  };
}
