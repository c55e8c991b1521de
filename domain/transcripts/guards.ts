import { findInvention, holdsCredits } from "./invented.ts";
import { normalise } from "./seam.ts";

/**
 * Why a hearing is not believed. `empty`: no words, but there is sound. `loop`: the model repeats itself.
 * `invented`: words where nobody speaks. `sparse`, `dense`: far fewer or more words than so many seconds hold.
 */
export const DOUBTS = ["empty", "loop", "invented", "sparse", "dense"] as const;
export type Doubt = (typeof DOUBTS)[number];

/** A part is quiet when less of its time than this is louder than a silent room. */
const QUIET_SHARE = 0.05;
/** Where hardly anything is louder than digital silence no words can be. */
const SILENT_SHARE = 0.005;
/** Sound of this length, and of this share of the part, should hold a word. Shorter: a cough, a click. */
const VOICED_SECONDS = 3;
const VOICED_SHARE = 0.3;
/** Slow dictation still has a word in two seconds; this is a quarter of that, over at least so many seconds of voice. */
const FEWEST_WORDS_PER_SECOND = 0.12;
const SPARSE_SECONDS = 20;
/** Auctioneers reach 6 words and 30 letters a second. What one sentence holds is allowed on top, for very short parts. */
const MOST_WORDS_PER_SECOND = 7;
const MOST_LETTERS_PER_SECOND = 45;
const ALLOWANCE_WORDS = 40;
const ALLOWANCE_LETTERS = 300;

/**
 * Judges the words of one part that lasts `seconds`. `voiced`: the share (0–1) of it that is louder than a silent
 * room, null when nobody knows. Null when there is nothing to doubt.
 */
export function findDoubt(text: string, seconds: number, voiced: number | null): Doubt | null {
  const words = countWords(text);
  const quiet = voiced !== null && voiced < QUIET_SHARE;
  if (words === 0) {
    const loud = voiced !== null && voiced >= VOICED_SHARE && voiced * seconds >= VOICED_SECONDS;
    return loud ? "empty" : null;
  }
  const invention = findInvention(text);
  if (invention === "credits" || (quiet && (invention === "polite" || holdsCredits(text)))) return "invented";
  if (voiced !== null && voiced < SILENT_SHARE) return "invented";
  if (isLoop(text)) return "loop";
  const letters = text.replace(/\s+/g, "").length;
  if (
    words > seconds * MOST_WORDS_PER_SECOND + ALLOWANCE_WORDS ||
    letters > seconds * MOST_LETTERS_PER_SECOND + ALLOWANCE_LETTERS
  )
    return "dense";
  const voice = (voiced ?? 0) * seconds;
  return voice >= SPARSE_SECONDS && words < voice * FEWEST_WORDS_PER_SECOND ? "sparse" : null;
}

/** Whether `findDoubt` needs to know how loud the part is: listening to it costs time. */
export const needsListening = (text: string, seconds: number): boolean =>
  findDoubt(text, seconds, 0) !== findDoubt(text, seconds, 1) &&
  // Ordinary speech is only doubted where there is no sound at all; that is not worth listening to every part.
  (countWords(text) < seconds * FEWEST_WORDS_PER_SECOND ||
    findInvention(text) !== null ||
    holdsCredits(text) ||
    seconds * MOST_WORDS_PER_SECOND < countWords(text));

/** A phrase of up to this many words is looked for, said over and over. */
const LONGEST_PHRASE = 24;
/** Said so often in a row, and so many words in all: choruses and "да-да-да" stay below. */
const LOOP_TIMES = 6;
const LOOP_WORDS = 18;

/** Whether a phrase is repeated in a row so often that no person would. */
export function isLoop(text: string): boolean {
  const words = text.split(/\s+/).map(normalise).filter(Boolean);
  for (let length = 1; length <= Math.min(LONGEST_PHRASE, Math.floor(words.length / LOOP_TIMES)); length++) {
    const needed = Math.max(LOOP_WORDS, LOOP_TIMES * length) - length;
    let same = 0;
    for (let i = length; i < words.length; i++) {
      same = words[i] === words[i - length] ? same + 1 : 0;
      if (same >= needed) return true;
    }
  }
  return false;
}

/** Words between spaces; scripts that do not use spaces count two letters as one. */
export function countWords(text: string): number {
  const unspaced = text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu);
  const spaced = text.match(/[\p{L}\p{N}]+(?:['’.-][\p{L}\p{N}]+)*/gu) ?? [];
  return spaced.length + Math.floor((unspaced?.length ?? 0) / 2);
}
