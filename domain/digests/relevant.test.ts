import { expect, test } from "vitest";
import { relevantLines, subjectOf } from "./relevant.ts";

const line = (text: string, source = 0) => ({ text, from: 0, to: 1, source });

test("a question is about its own words, not about those of every question", () => {
  expect(subjectOf("Что сказали про договор с Анной, и когда?")).toEqual(["договор", "анной"]);
  expect(subjectOf("What did they say about the budget?")).toEqual(["budget"]);
});

test("lines that speak of it stay, in whatever form, with the lines beside them; other recordings' do not", () => {
  const lines = [
    line("Погода хорошая."),
    line("О договоре: подпишет Анна."),
    line("В пятницу."),
    line("Обед."),
    line("Совсем другое.", 1),
  ];
  expect(relevantLines(lines, "когда подпишут договор?").map(({ text }) => text)).toEqual([
    "Погода хорошая.",
    "О договоре: подпишет Анна.",
    "В пятницу.",
  ]);
  expect(relevantLines(lines, "слон")).toEqual(lines);
});
