import { expect, test } from "vitest";
import { findQuote, indexWords } from "./index.ts";

const LINES = [
  { from: 0, to: 60, text: "Коллеги, добрый день. Бюджет на рекламу мы не утвердили, вернёмся в среду." },
  { from: 60, to: 120, text: "Анна отправит договор заказчику до пятницы. Сумма триста двадцать тысяч." },
  {
    from: 120,
    to: 180,
    text: "Ещё раз: встреча переносится на 15 число, в 11:30, и это окончательно для всех отделов.",
  },
];
const index = indexWords(LINES);

test.each([
  ["word for word", "Анна отправит договор заказчику до пятницы.", 60],
  ["without case, marks and ё", "анна отправит договор, заказчику — до пятницы", 60],
  ["in another writing of ё", "вернемся в среду", 60 * (58 / 76)],
  ["with one word in six changed", "Ещё раз, встреча перенесена на 15 число, в 11:30, и это", 120],
  ["with a word left out in the middle", "Анна отправит договор … до пятницы", 60],
])("a quote is found %s", (_, quote, at) => {
  const found = findQuote(index, quote);
  expect(found).not.toBeNull();
  expect(found?.from).toBeCloseTo(at, -1);
});

test("what is shown are the transcript's words, not the model's", () => {
  expect(findQuote(index, "анна отправит договор заказчику до пятниц")?.words).toBe(
    "Анна отправит договор заказчику до пятницы.",
  );
});

test("a quote may run over the seam of two lines", () => {
  expect(findQuote(index, "вернёмся в среду. Анна отправит договор")?.words).toBe(
    "вернёмся в среду. Анна отправит договор",
  );
});

test.each([
  ["was never said", "Виктор подготовит презентацию к понедельнику"],
  ["loses a negation", "Бюджет на рекламу мы утвердили, вернёмся в среду"],
  ["gains a negation", "Анна не отправит договор заказчику до пятницы"],
  ["changes a number", "встреча переносится на 16 число, в 11:30, и это окончательно"],
  ["changes a time", "встреча переносится на 15 число, в 12:30, и это окончательно"],
  ["is a word that anybody says", "раз"],
  ["is empty", ""],
  ["is only marks", "…!?"],
  ["puts distant words together", "Коллеги, добрый день … для всех отделов"],
  ["hides a negation", "Бюджет на рекламу … утвердили, вернёмся в среду"],
  ["stitches words in another order", "пятницы до заказчику договор отправит Анна"],
])("a quote that %s is not found", (_, quote) => expect(findQuote(index, quote)).toBeNull());

test("a quote does not run from one recording into another", () => {
  const two = indexWords(LINES.map((line, source) => ({ ...line, source })));
  expect(findQuote(two, "вернёмся в среду. Анна отправит договор")).toBeNull();
});

test("a hundred thousand words are searched in no time", () => {
  const many = indexWords(
    Array.from({ length: 2000 }, (_, i) => ({
      from: i,
      to: i + 1,
      text: `и вот мы снова говорим про пункт ${i} и про сроки ${"да ну ".repeat(20)}`,
    })),
  );
  expect(findQuote(many, "и вот мы снова говорим про пункт 1777 и про сроки")?.from).toBeCloseTo(1777, 0);
  expect(findQuote(many, "и вот мы снова говорим про пункт 2777 и про сроки")).toBeNull();
});
