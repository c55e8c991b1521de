import { splitWords } from "../quotes/index.ts";
import type { TextNote } from "./digest.ts";

/** Tidied speech keeps at least this share of its words; fillers and repetitions are rarely more than a third. */
const LEAST_KEPT = 0.55;
/** And of its words at most this share was not said. */
const MOST_STRANGE = 0.12;
/** Below so many words a share says nothing. */
const FEWEST_WORDS = 20;

/** How far a tidied text is from what was said. */
export function compareTexts(written: string, said: string): TextNote[] {
  const own = [...splitWords(written)].map(({ norm }) => norm);
  const theirs = [...splitWords(said)].map(({ norm }) => norm);
  if (theirs.length < FEWEST_WORDS) return [];
  const known = new Set(theirs);
  const roots = new Set(theirs.map((word) => word.slice(0, 5)));
  const strange = own.filter((word) => word.length > 3 && !known.has(word) && !roots.has(word.slice(0, 5)));
  return [
    ...(own.length < theirs.length * LEAST_KEPT ? ["shorter" as const] : []),
    ...(strange.length > Math.max(3, own.length * MOST_STRANGE) ? ["strange" as const] : []),
    ...(addsNumbers(own, theirs) ? ["numbers" as const] : []),
  ];
}

/** A translation has other words, but the same numbers, and about as much to say. */
export function compareTranslation(written: string, said: string): TextNote[] {
  const own = [...splitWords(written)].map(({ norm }) => norm);
  const theirs = [...splitWords(said)].map(({ norm }) => norm);
  if (theirs.length < FEWEST_WORDS) return [];
  return [
    ...(written.length < said.length * 0.4 ? ["shorter" as const] : []),
    ...(addsNumbers(own, theirs) ? ["numbers" as const] : []),
  ];
}

/** Digits that nobody said, unless numbers were said in words. */
function addsNumbers(own: readonly string[], theirs: readonly string[]): boolean {
  const known = new Set(theirs.flatMap((word) => word.match(/\d+/g) ?? []));
  const digits = own.flatMap((word) => word.match(/\d+/g) ?? []);
  // Speech that is written with digits once is written with digits.
  return known.size > 0 && digits.filter((one) => !known.has(one)).length > digits.length / 2;
}
