/** A stretch of text with its times in seconds. */
interface Stretch {
  from: number;
  to: number;
  text: string;
  speaker?: string;
}

/** A stretch of about so many words is a line or two of subtitles. */
const MOST_WORDS = 12;

/**
 * Divides stretches by the exact times of their words, at the ends of clauses where there are any. The words of these models
 * come without punctuation, so the text stays the stretch's own: a stretch whose words are not as many as it is
 * written with stays whole.
 */
export function splitByWords(stretches: readonly Stretch[], vendorWords: readonly unknown[]): Stretch[] {
  const words = vendorWords.flatMap(readWord);
  if (words.length === 0) return [...stretches];
  let next = 0;
  return stretches.flatMap((stretch) => {
    const first = next;
    // A word belongs where its middle lies; what lies before was left out with its stretch.
    while (next < words.length && middle(words[next]) < stretch.to) next += 1;
    const inside = words.slice(first, next).filter((word) => middle(word) >= stretch.from);
    const written = stretch.text.split(/\s+/);
    return written.length === inside.length ? divide(stretch, written, inside) : [stretch];
  });
}

interface Word {
  start: number;
  end: number;
}

const middle = (word: Word | undefined): number =>
  word ? (word.start + word.end) / 2 : Number.POSITIVE_INFINITY;

function readWord(word: unknown): Word[] {
  const { start, end } = (word ?? {}) as { start?: unknown; end?: unknown };
  return typeof start === "number" && typeof end === "number" && end >= start ? [{ start, end }] : [];
}

function divide(stretch: Stretch, written: readonly string[], words: readonly Word[]): Stretch[] {
  const pieces: Stretch[] = [];
  for (let at = 0; at < written.length; ) {
    const end = pieceEnd(written, at);
    const from = words[at]?.start ?? stretch.from;
    const to = words[end - 1]?.end ?? stretch.to;
    pieces.push({ ...stretch, from, to, text: written.slice(at, end).join(" ") });
    at = end;
  }
  return pieces;
}

/** After a clause in the second half of what may stand together, or after all of it. */
function pieceEnd(written: readonly string[], at: number): number {
  const most = Math.min(at + MOST_WORDS, written.length);
  if (most === written.length) return most;
  for (let end = most; end > at + MOST_WORDS / 2; end--)
    if (/[.!?…,;:]["»”)]?$/u.test(written[end - 1] ?? "")) return end;
  return most;
}
