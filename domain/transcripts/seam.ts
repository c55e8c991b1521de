/** Where the words of one part end and those of the next begin. */
export interface Seam {
  /** How many words of the earlier part are kept. */
  keep: number;
  /** How many words of the later part are left out: they were heard before. */
  drop: number;
  /** The word in the middle of what both heard: letters from the earlier part, punctuation from the later. */
  shared: string | null;
}

const MATCH = 2;
const MISMATCH = -1;
const GAP = -1;
/** A match that leaves words behind at the very seam must be longer to be believed: half a point per word. */
const LEFT_BEHIND = -0.5;

/**
 * Finds what two neighbouring parts both heard, by aligning the last words of one with the first of the other
 * (Smith–Waterman over words), and cuts in the middle of it: a word that was torn at the edge of one part
 * is whole in the other. `zone` is the most words that can lie in the overlap. Without anything in common nothing is dropped.
 */
export function findSeam(earlier: readonly string[], later: readonly string[], zone: number): Seam {
  const tail = earlier.slice(-zone).map(normalise);
  const head = later.slice(0, zone).map(normalise);
  const apart: Seam = { keep: earlier.length, drop: 0, shared: null };

  // score[i][j]: the best alignment that ends with tail[i-1] beside head[j-1].
  const score = Array.from({ length: tail.length + 1 }, () => new Float64Array(head.length + 1));
  const at = (i: number, j: number) => score[i]?.[j] ?? 0;
  let best = { value: 0, i: 0, j: 0 };
  for (let i = 1; i <= tail.length; i++)
    for (let j = 1; j <= head.length; j++) {
      const pair = isSame(tail[i - 1] ?? "", head[j - 1] ?? "") ? MATCH : MISMATCH;
      const start = LEFT_BEHIND * (j - 1);
      const value = Math.max(
        start + pair,
        at(i - 1, j - 1) + pair,
        at(i - 1, j) + GAP,
        at(i, j - 1) + GAP,
        0,
      );
      const row = score[i];
      if (row) row[j] = value;
      const ended = value + LEFT_BEHIND * (tail.length - i);
      if (pair === MATCH && ended > best.value) best = { value: ended, i, j };
    }
  if (best.value <= 0) return apart;

  const pairs = traceBack(tail, head, best.i, best.j, at);
  const middle = pairs[Math.floor(pairs.length / 2)];
  if (!middle) return apart;
  const keep = earlier.length - tail.length + middle.i;
  return { keep, drop: middle.j + 1, shared: blend(earlier[keep] ?? "", later[middle.j] ?? "") };
}

/** The matched pairs of the best alignment, from first to last. */
function traceBack(
  tail: readonly string[],
  head: readonly string[],
  endI: number,
  endJ: number,
  at: (i: number, j: number) => number,
): { i: number; j: number }[] {
  const pairs: { i: number; j: number }[] = [];
  for (let i = endI, j = endJ; i > 0 && j > 0 && at(i, j) > 0; ) {
    const same = isSame(tail[i - 1] ?? "", head[j - 1] ?? "");
    const pair = same ? MATCH : MISMATCH;
    const isStart = at(i, j) === LEFT_BEHIND * (j - 1) + pair;
    if (isStart || at(i, j) === at(i - 1, j - 1) + pair) {
      if (same) pairs.unshift({ i: i - 1, j: j - 1 });
      if (isStart) break;
      i--;
      j--;
    } else if (at(i, j) === at(i - 1, j) + GAP) i--;
    else j--;
  }
  return pairs;
}

/** What two hearings of one word have in common: case, punctuation and ё do not count. */
export const normalise = (word: string): string =>
  word
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll("ё", "е")
    .replace(/[\p{P}\p{S}]/gu, "");

/** Numbers and short words must be equal; in longer words one letter in four may be misheard. */
function isSame(left: string, right: string): boolean {
  if (left === right) return left !== "";
  const longer = Math.max(left.length, right.length);
  if (longer < 4 || /\d/.test(left + right)) return false;
  return editDistance(left, right, Math.floor(longer / 4)) <= Math.floor(longer / 4);
}

/** Levenshtein's distance, or something above `limit` as soon as it must be larger. */
function editDistance(left: string, right: string, limit: number): number {
  if (Math.abs(left.length - right.length) > limit) return limit + 1;
  let previous = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++)
      row[j] = Math.min(
        (previous[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + 1,
        (previous[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1),
      );
    previous = row;
  }
  return previous[right.length] ?? limit + 1;
}

/** The word as the earlier part wrote it, with what the later part put behind it: each knows its own side better. */
const blend = (earlier: string, later: string): string =>
  earlier.replace(/[\p{P}\p{S}]+$/u, "") + (/[\p{P}\p{S}]+$/u.exec(later)?.[0] ?? "");
