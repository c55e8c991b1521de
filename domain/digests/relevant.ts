import type { Line } from "../quotes/index.ts";

/** Words that stand in every question and tell nothing about its subject. */
const EMPTY = new Set(
  `что кто где когда как какой какая какое какие каком какую кого кому чем чём ком куда откуда почему зачем сколько было были был
  есть это этот эта эти про для или при над под без мне меня мой моя мои ему ней нам нас вам вас они она оно его все всё ещё уже нет
  сказали сказал сказала говорили говорил обсуждали
  the what who where when how why which did does was were are for and about from that this with said say says they them our your
  кім қайда қашан қалай неге қандай қанша туралы үшін және мен бұл айтты деді`.split(/\s+/),
);

/** More words make no question clearer. */
const MOST_WORDS = 16;

/** The words of a question that say what it is about. */
export const subjectOf = (question: string): string[] =>
  [...new Set(question.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])]
    .filter((word) => word.length >= 3 && word.length <= 64 && !EMPTY.has(word))
    .slice(0, MOST_WORDS);

/** Of many recordings only the lines that speak of what is asked, each with its neighbours; all, where none does. */
export function relevantLines(lines: readonly Line[], question: string): Line[] {
  // Inflection changes the last letters, in Russian, English and Kazakh.
  const stems = subjectOf(question).map((word) => word.slice(0, Math.max(3, word.length - 2)));
  const speaks = lines.map(({ text }) =>
    (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).some((word) =>
      stems.some((stem) => word.startsWith(stem)),
    ),
  );
  const beside = (i: number, other: number) =>
    speaks[other] === true && lines[other]?.source === lines[i]?.source;
  const kept = lines.filter((_, i) => speaks[i] || beside(i, i - 1) || beside(i, i + 1));
  return kept.length > 0 ? kept : [...lines];
}
