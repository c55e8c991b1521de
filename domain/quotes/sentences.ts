import type { Index, Word } from "./words.ts";

/** Words of an index in a row, `[first, last]`. */
export interface Span {
  first: number;
  last: number;
}

/** Whether a sentence ends between a word and the next one. Lines may break in the middle of a sentence. */
function endsAfter({ lines, words }: Index, at: number): boolean {
  const [word, following] = [words[at], words[at + 1]];
  if (!word || !following) return true;
  const line = lines[word.line];
  const other = lines[following.line];
  if (line?.source !== other?.source || line?.speaker !== other?.speaker) return true;
  const between =
    word.line === following.line ? line?.text.slice(word.end, following.start) : line?.text.slice(word.end);
  return /[.!?…\n]/.test(between ?? "");
}

/** Where nobody wrote full stops a sentence ends here at the latest: so many words around. */
const LONGEST_REACH = 25;

/** The whole sentences that a span lies in. */
export function sentencesAround(index: Index, { first, last }: Span): Span {
  let [from, to] = [first, last];
  while (from > Math.max(0, first - LONGEST_REACH) && !endsAfter(index, from - 1)) from--;
  while (to < Math.min(index.words.length - 1, last + LONGEST_REACH) && !endsAfter(index, to)) to++;
  return { first: from, last: to };
}

/** The sentence before a span of sentences, and the one after; null at the ends and where another recording begins. */
export function neighbours(index: Index, { first, last }: Span): { before: Span | null; after: Span | null } {
  const source = (at: number) => index.lines[index.words[at]?.line ?? -1]?.source;
  const near = (at: number, from: number) =>
    index.words[at] && source(at) === source(from) ? sentencesAround(index, { first: at, last: at }) : null;
  return { before: near(first - 1, first), after: near(last + 1, last) };
}

export const wordsIn = ({ words }: Index, { first, last }: Span): readonly Word[] =>
  words.slice(first, last + 1);
