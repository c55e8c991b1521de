/** Where a text may be parted, the best first: between paragraphs, lines, sentences, words. */
const BREAKS = [/\n\s*\n/g, /\n/g, /[.!?…。！？]["'»”’)\]]*\s/g, /\s/g];

/** A piece that ends nicely, but holds less than this share of what it could, is no gain. */
const FULL_ENOUGH = 0.5;

/** A grapheme is looked for within so many units; longer ones are made by nobody who wants to be read. */
const LONGEST_GRAPHEME = 64;

/**
 * Where to part `text` so that its stretch from `from` is at most `units` UTF-16 units long: at the end of a paragraph,
 * else of a line, a sentence, a word, and else between two graphemes. Always after `from`, never inside a surrogate pair.
 */
export function findCut(text: string, from: number, units: number): number {
  if (text.length - from <= units) return text.length;
  // One unit more is looked at: the break may stand right behind a full piece.
  const room = text.slice(from, from + units + 1);
  for (const [rank, pattern] of BREAKS.entries()) {
    const least = rank === BREAKS.length - 1 ? 1 : units * FULL_ENOUGH;
    let best = 0;
    for (const found of room.matchAll(pattern)) {
      const end = found.index + found[0].trimEnd().length;
      if (end >= least && end <= units) best = end;
    }
    if (best > 0) return from + best;
  }
  return from + graphemesWithin(text.slice(from, from + units + LONGEST_GRAPHEME), units);
}

/** The length of as many whole graphemes as fit; of a single one that does not, as many whole characters. */
function graphemesWithin(text: string, units: number): number {
  // Only the end matters: far from it every grapheme fits.
  const start = wholeCharacters(text, Math.max(0, units - 4 * LONGEST_GRAPHEME));
  let fits = start;
  for (const { index, segment } of new Intl.Segmenter().segment(text.slice(start))) {
    const end = start + index + segment.length;
    if (end > units) break;
    fits = end;
  }
  return fits > 0
    ? fits
    : Math.max(wholeCharacters(text, units), (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1);
}

const wholeCharacters = (text: string, units: number): number =>
  units > 0 && /[\ud800-\udbff]/.test(text.charAt(units - 1)) ? units - 1 : units;
