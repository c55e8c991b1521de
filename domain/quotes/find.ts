import { type Index, type Line, splitWords, type Word } from "./words.ts";

/** Where a quote was found. */
export interface Found {
  /** The transcript's own words, which may differ a little from the quote. */
  words: string;
  line: Line;
  /** Seconds at which it begins and ends, as far as the line's times tell. */
  from: number;
  to: number;
  /** The stretch of words in the index, `[first, last]`. */
  first: number;
  last: number;
  /** The quote began right behind a "not"; the words here begin with it. */
  cutNegation?: true;
}

/** One word in six may differ; in a quote that is shorter none may. */
const WORDS_PER_DIFFERENCE = 6;
/** Fewer words than this prove nothing, unless they are long. */
const FEWEST_WORDS = 2;
const FEWEST_LETTERS = 8;
/** Between the pieces of a quote with "…" in it lie at most so many words, none of which turns the sentence round. */
const LONGEST_ELLIPSIS = 20;
/** As many places are looked at closely. */
const MOST_PLACES = 200;

/** Words that turn a sentence round: a quote that has one more or less of them is another quote. */
const NEGATIONS = new Set(
  "не нет ни без нельзя никто никогда no not never none without dont doesnt didnt wont cant isnt емес жоқ жок".split(
    " ",
  ),
);
const mustStand = (norm: string): boolean => /\d/.test(norm) || NEGATIONS.has(norm);

/**
 * Finds a quote in what was said: case, marks and ё do not count, and in a long quote few words may differ, but no
 * number and no negation. Null when it was not said, or when it is too short to prove anything.
 */
export function findQuote(index: Index, quote: string): Found | null {
  const pieces = quote.split(/…|\.{3,}|\[\.\.\.\]/).flatMap((piece) => {
    const words = [...splitWords(piece)].map(({ norm }) => norm);
    return words.length > 0 ? [words] : [];
  });
  const all = pieces.flat();
  if (all.length < FEWEST_WORDS && all.join("").length < FEWEST_LETTERS) return null;
  const spans: { first: number; last: number; cost: number }[] = [];
  for (const piece of pieces) {
    const before = spans.at(-1);
    const found = findPiece(index, piece, before?.last ?? null);
    if (!found || (before && hidesNegation(index, before.last + 1, found.first))) return null;
    spans.push(found);
  }
  const [begin, end] = [spans[0], spans.at(-1)];
  if (!begin || !end) return null;
  // Where words may differ and the one beside them is a "not", who knows what was left out.
  const cut = isNegation(index, begin.first - 1, begin.first);
  if (cut && spans.some(({ cost }) => cost > 0)) return null;
  const found = asFound(index, cut ? begin.first - 1 : begin.first, end.last);
  return found && cut ? { ...found, cutNegation: true } : found;
}

/** Whether the word right before is a negation that was said in the same line. */
const isNegation = ({ words }: Index, at: number, before: number): boolean =>
  NEGATIONS.has(words[at]?.norm ?? "") && words[at]?.line === words[before]?.line;

const hidesNegation = ({ words }: Index, from: number, to: number): boolean =>
  words.slice(from, to).some(({ norm }) => NEGATIONS.has(norm));

/** The nearest place of the words; with `after`: not before it, and not far behind. */
function findPiece({ words, places, lines }: Index, wanted: readonly string[], after: number | null) {
  const allowed = Math.floor(wanted.length / WORDS_PER_DIFFERENCE);
  const sourceOf = (at: number) => lines[words[at]?.line ?? 0]?.source;
  let best: { first: number; last: number; cost: number } | null = null;
  for (const start of likelyStarts(wanted, places, allowed)) {
    if (after !== null && (start <= after || start > after + LONGEST_ELLIPSIS)) continue;
    const match = alignAt(words, wanted, start, allowed);
    if (!match || sourceOf(start) !== sourceOf(match.last)) continue;
    if (best && best.cost <= match.cost) continue;
    best = { first: start, ...match };
    if (match.cost === 0) break;
  }
  return best;
}

/** Places where the rarest of its words say that the piece may begin. */
function likelyStarts(wanted: readonly string[], places: Index["places"], allowed: number): number[] {
  const rarest = wanted
    .map((norm, at) => ({ at, found: places.get(norm) ?? [] }))
    .filter(({ found }) => found.length > 0)
    .sort((a, b) => a.found.length - b.found.length)
    // With `allowed` words wrong, one of so many must be right.
    .slice(0, allowed + 1);
  const starts = new Set<number>();
  for (const { at, found } of rarest)
    for (const place of found.slice(0, MOST_PLACES))
      for (let slack = -allowed; slack <= allowed; slack++)
        if (place - at + slack >= 0) starts.add(place - at + slack);
  return [...starts].sort((a, b) => a - b);
}

/** Aligns the piece with the words from `start` on; its last word and cost, null above `allowed` differences. */
function alignAt(words: readonly Word[], wanted: readonly string[], start: number, allowed: number) {
  const said = words.slice(start, start + wanted.length + allowed).map(({ norm }) => norm);
  if (said.length < wanted.length - allowed) return null;
  const never = Number.POSITIVE_INFINITY;
  // row[j]: the least cost of all wanted words so far against the first j said ones.
  let row = [0];
  for (const norm of said) row.push((row.at(-1) ?? never) + (mustStand(norm) ? never : 1));
  for (const norm of wanted) {
    const left = mustStand(norm) ? never : 1;
    const next = [(row[0] ?? never) + left];
    for (const [j, other] of said.entries()) {
      const pair = isSame(norm, other) ? 0 : mustStand(norm) || mustStand(other) ? never : 1;
      next.push(
        Math.min(
          (row[j] ?? never) + pair,
          (row[j + 1] ?? never) + left,
          (next[j] ?? never) + (mustStand(other) ? never : 1),
        ),
      );
    }
    row = next;
  }
  const cost = Math.min(...row.slice(1));
  const length = row.indexOf(cost, 1);
  return cost <= allowed && length > 0 ? { last: start + length - 1, cost } : null;
}

/** In longer words one letter in five may differ, at the end: another case of the same word. */
export function isSame(left: string, right: string): boolean {
  if (left === right) return true;
  const [shorter, longer] = left.length <= right.length ? [left, right] : [right, left];
  if (shorter.length < 5 || /\d/.test(left + right)) return false;
  let same = 0;
  while (same < shorter.length && shorter[same] === longer[same]) same++;
  return same >= Math.ceil(longer.length * 0.8);
}

function asFound({ lines, words }: Index, first: number, last: number): Found | null {
  const [begin, end] = [words[first], words[last]];
  const line = begin && lines[begin.line];
  const lastLine = end && lines[end.line];
  if (!begin || !end || !line || !lastLine) return null;
  const texts = lines.slice(begin.line, end.line + 1).map(({ text }, i, all) => {
    const until = i === all.length - 1 ? endOfMarks(text, end.end) : text.length;
    return text.slice(i === 0 ? begin.start : 0, until);
  });
  return {
    words: texts.join(" "),
    line,
    from: momentIn(line, begin.start),
    to: momentIn(lastLine, end.end),
    first,
    last,
  };
}

/** The mark that ends a sentence belongs to it. */
const endOfMarks = (text: string, at: number): number =>
  at + (/^[.!?…»"”]+/.exec(text.slice(at))?.[0].length ?? 0);

/** Speech runs evenly enough to know a moment by its place among the letters. */
const momentIn = ({ text, from, to }: Line, at: number): number =>
  from + (to - from) * (text.length === 0 ? 0 : Math.min(1, at / text.length));

/** Whether these words were said within a stretch, one after another; longer ones may stand in another case. */
export function isSaidIn(
  { words }: Index,
  said: string,
  { first, last }: Pick<Found, "first" | "last">,
): boolean {
  const wanted = [...splitWords(said)].map(({ norm }) => norm);
  const stretch = words.slice(first, last + 1);
  return (
    wanted.length > 0 &&
    stretch.some((_, i) => wanted.every((norm, j) => isSame(norm, stretch[i + j]?.norm ?? "")))
  );
}
