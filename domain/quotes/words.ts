/** A stretch of what was said, with its times in seconds. Lines of different recordings have different sources. */
export interface Line {
  text: string;
  from: number;
  to: number;
  source?: number;
  speaker?: string | undefined;
  /** The day it was said, where that is not its source's. */
  day?: string;
}

export interface Word {
  /** Without case, marks and ё. */
  norm: string;
  /** Its line, and where it stands there. */
  line: number;
  start: number;
  end: number;
}

/** Words of lines in a row, and where each word occurs. */
export interface Index {
  lines: readonly Line[];
  words: readonly Word[];
  places: ReadonlyMap<string, readonly number[]>;
}

/** What two writings of one word have in common. */
export const normalise = (word: string): string =>
  word
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[^\p{L}\p{N}]/gu, "");

/** Words with their places; marks between letters ("из-за", "5,5") part nothing. */
export function* splitWords(text: string): Generator<{ norm: string; start: number; end: number }> {
  for (const { 0: word, index: start } of text.matchAll(
    /[\p{L}\p{M}\p{N}]+(?:[-'’.,:][\p{L}\p{M}\p{N}]+)*/gu,
  )) {
    const norm = normalise(word);
    if (norm !== "") yield { norm, start, end: start + word.length };
  }
}

/** Makes what was said searchable. */
export function indexWords(lines: readonly Line[]): Index {
  const words: Word[] = [];
  const places = new Map<string, number[]>();
  for (const [line, { text }] of lines.entries())
    for (const word of splitWords(text)) {
      const known = places.get(word.norm);
      if (known) known.push(words.length);
      else places.set(word.norm, [words.length]);
      words.push({ ...word, line });
    }
  return { lines, words, places };
}
