import {
  addsLures,
  type Found,
  findQuote,
  type Index,
  isSaidIn,
  neighbours,
  type Span,
  sentencesAround,
  splitWords,
  wordsIn,
} from "../quotes/index.ts";
import type { Claim } from "./claims.ts";
import { resolveDue } from "./dates.ts";
import type { Due, Task } from "./digest.ts";
import type { Source } from "./lines.ts";

/** A point and its quote have a word in common, or one that was said so close by. */
const CONTEXT_WORDS = 25;
/** What a point puts together was said within so many words of its quote. */
const NEAR_WORDS = 120;

/**
 * The point of a claim whose quote was really said; null otherwise. Who and when stay only if they were said; a number
 * that was not said near, or a text that has nothing in common with its quote, is marked. `language`: of the claim.
 */
export function prove(claim: Claim, index: Index, sources: readonly Source[], language: string): Task | null {
  const found = findQuote(index, wordsOnly(claim.quote, index));
  if (!found) return null;
  const source = found.line.source ?? 0;
  const about = sources[source];
  // An address that nobody named is not a summary of anything.
  if (!about || addsLures(claim.text, textNear(index, found))) return null;
  const owner = claim.owner === null ? null : saidOwner(claim.owner, index, found);
  const due = claim.due === null ? null : saidDue(claim.due, index, found, found.line.day ?? about.day);
  const doubt = doubtOf(claim.text, index, found, isIn(language, about, found.words));
  return {
    text: claim.text,
    quote: found.words,
    source,
    at: about.timed ? found.from : null,
    until: about.timed ? found.to : null,
    ...(found.line.speaker !== undefined && { speaker: found.line.speaker }),
    ...(doubt && { doubt }),
    ...(owner && { owner }),
    ...(due && { due }),
  };
}

/** A model copies the time and the name that stand before a line as well; nobody said those. */
function wordsOnly(quote: string, { lines }: Index): string {
  const speakers = new Set(lines.flatMap(({ speaker }) => (speaker === undefined ? [] : [speaker])));
  return [...speakers].reduce(
    (words, name) => words.replaceAll(`${name}: `, " "),
    quote.replace(/\[\d+(?::\d\d){1,2}\]/g, " "),
  );
}

/** Whether a recording is in this language; where nobody knows its language, the letters of the quote tell. */
function isIn(language: string, { languages }: Source, words: string): boolean {
  if (languages.length > 0) return languages.includes(language);
  if (/[әғқңөұүһі]/i.test(words)) return language === "kk";
  return /[а-яё]/i.test(words) && language === "ru";
}

/** A neighbouring sentence of so few words completes the one beside it: "Кто? Анна.", "Срок — до пятницы." */
const SHORT_SENTENCE = 5;

/**
 * The one who is named in the sentence of the quote, is called by name right before it ("Виктор, есть смета. Её надо
 * проверить"), or answers right after it; or the speaker who says "I". Anybody else was named for something else.
 */
function saidOwner(owner: string, index: Index, found: Found): string | null {
  const names = [...splitWords(owner)]
    .map(({ norm }) => norm)
    .filter((name) => name.length > 1 && !isPronoun(name));
  const named = (span: Span | null) =>
    span !== null && wordsIn(index, span).some(({ norm }) => names.some((name) => isSameName(name, norm)));
  const own = sentencesAround(index, found);
  const { before, after } = neighbours(index, own);
  const called = before && { first: before.first, last: before.first };
  if (named(own) || (called && named(called) && isFollowedByComma(index, called.first))) return owner;
  if (after && named(after) && lengthOf(after) <= SHORT_SENTENCE && isQuestion(index, own)) return owner;
  const { speaker } = found.line;
  const speaks =
    speaker !== undefined &&
    names.some((name) => [...splitWords(speaker)].some(({ norm }) => isSameName(name, norm)));
  return speaks && FIRST_PERSON.test(` ${found.words.toLowerCase()} `) ? owner : null;
}

function isQuestion({ lines, words }: Index, { last }: Span): boolean {
  const word = words[last];
  return word !== undefined && /^[^\p{L}]*\?/u.test(lines[word.line]?.text.slice(word.end) ?? "");
}

const lengthOf = ({ first, last }: Span): number => last - first + 1;

function isFollowedByComma({ lines, words }: Index, at: number): boolean {
  const word = words[at];
  return word !== undefined && /^\s*,/.test(lines[word.line]?.text.slice(word.end) ?? "");
}

/** "Анна", "Анне" and "Анну" are one name: the ending may differ, the rest not. */
function isSameName(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length);
  if (Math.abs(left.length - right.length) > 3) return false;
  let same = 0;
  while (same < shorter && left[same] === right[same]) same++;
  return same >= Math.max(2, shorter - 2) && (shorter > 2 || same === left.length);
}

const isPronoun = (word: string): boolean =>
  "я ты он она мы вы они кто все всем i you he she we they all everyone мен сен ол біз"
    .split(" ")
    .includes(word);

const FIRST_PERSON =
  /(?<!\p{L})(?:я|мне|мной|беру|берусь|i|i'll|i’ll|мен|маған)(?!\p{L})|\p{L}{2,}(?:ю|у|юсь|усь|мын|мін)(?!\p{L})/u;

/** The words about the day, if they were said in the sentence of the quote, or in a short one beside it. */
function saidDue(words: string, index: Index, found: Found, day: string): Due | null {
  const own = sentencesAround(index, found);
  const { before, after } = neighbours(index, own);
  const beside = [before, after].filter((span) => span !== null && lengthOf(span) <= SHORT_SENTENCE);
  if (![own, ...beside].some((span) => span && isSaidIn(index, words, span))) return null;
  return { words, ...resolveDue(words, day) };
}

function doubtOf(text: string, index: Index, found: Found, sameLanguage: boolean): Task["doubt"] | null {
  const near = wordsNear(index, found, NEAR_WORDS);
  const sentence = wordsIn(index, sentencesAround(index, found));
  const numbers = text.match(/\d+(?:[.,:]\d+)*/g) ?? [];
  const said = (number: string) => near.some((word) => word.replace(/\D/g, "") === number.replace(/\D/g, ""));
  if (numbers.some((number) => !said(number)) && !sentence.some(({ norm }) => SPELLED.test(norm)))
    return "number";
  // A "not" that was left out of the quote is missing in the text as well.
  if (found.cutNegation && ![...splitWords(text)].some(({ norm }) => NEGATED.test(norm))) return "words";
  if (!sameLanguage) return null;
  const own = [...splitWords(text)].map(({ norm }) => norm).filter((word) => word.length >= 4);
  const known = wordsNear(index, found, CONTEXT_WORDS);
  const shares = own.some((word) => known.some((other) => haveOneRoot(word, other)));
  return own.length > 0 && !shares ? "words" : null;
}

/** Numbers that were said in words cannot be compared with digits. */
const SPELLED =
  /^(?:дв[аеуо]|тр[иеё]|четыр|пят|шест|сем[ьи]|восем|восьм|девя|десят|сорок|сто$|двест|трист|тысяч|миллион|полтор|пар[аыу]$|two|three|four|five|six|seven|eight|nine|ten|twent|thirt|fort|fift|hundred|thousand|million|dozen|екі|үш|төрт|бес|алты|жеті|сегіз|тоғыз|он$|жиырма|отыз|қырық|елу|жүз|мың|миллион)/u;

const NEGATED =
  /^(?:не\p{L}*|нет|ни|без|нельзя|no|not|never|neither|nor|without|(?:do|does|did|is|are|was|wo|ca|would)nt|емес|жо[қк]|\p{L}+ме[йс]\p{L}*)$/u;

const haveOneRoot = (left: string, right: string): boolean =>
  right.length >= 4 && left.slice(0, 4) === right.slice(0, 4);

const wordsNear = ({ words }: Index, { first, last }: Found, reach: number): string[] =>
  words.slice(Math.max(0, first - reach), last + reach + 1).map(({ norm }) => norm);

/** What was said in the lines around, as it is written. */
const textNear = ({ lines, words }: Index, { first, last }: Found): string =>
  lines
    .slice(
      words[Math.max(0, first - NEAR_WORDS)]?.line,
      (words[Math.min(words.length - 1, last + NEAR_WORDS)]?.line ?? 0) + 1,
    )
    .map(({ text }) => text)
    .join(" ");
