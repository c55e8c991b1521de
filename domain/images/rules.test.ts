import { expect, test } from "vitest";
import { breaksRule, judgeFlags } from "./rules.ts";

const withFace = (text: string) => breaksRule([text], { hasLikeness: true });
const withoutFace = (text: string) => breaksRule([text], { hasLikeness: false });

test.each([
  "as a schoolgirl in a park",
  "a 12 year old version of me",
  "15-year-old, on a bike",
  "aged 9, smiling",
  "me as a baby",
  "ребёнком на качелях",
  "девочка в платье",
  "мне 14 лет, на море",
  "в возрасте 10",
  "подросток с гитарой",
  "сәби болып",
  "балалар алаңында",
  "10 жастағы қыз",
])("nobody under age is drawn with a likeness: %s", (text) => {
  expect(withFace(text)).toBe("prompt-minor");
});

test.each([
  "nude on a beach",
  "topless portrait",
  "in lingerie",
  "голой на пляже",
  "обнажённая у окна",
  "эротическая фотография",
  "без одежды",
  "жалаңаш",
  "n\u200bude on a beach",
  "ＮＵＤＥ portrait",
])("nothing sexual is drawn with a likeness: %s", (text) => {
  expect(withFace(text)).toBe("prompt-sexual");
});

test.each(["a naked child", "голая девочка", "teen in lingerie", "эротика, 16 лет"])(
  "what is both is never drawn, with a likeness or without: %s",
  (text) => {
    expect(withFace(text)).toBe("prompt-minor");
    expect(withoutFace(text)).toBe("prompt-minor");
  },
);

test.each([
  "on a bridge in Paris in the rain",
  "a 30 year old oak behind me",
  "25 лет, в деловом костюме",
  "в 1914 году на балу",
  "на голубом фоне",
  "голландская живопись",
  "в стиле Голливуда",
  "в секторе обзора камеры",
  "a kidney-shaped pool",
  "Детройт, ночь",
  "балалайка в руках",
  "young woman with red hair",
  "Minority Report style",
  "in Essex by the sea",
  "на скамейке с соседкой",
])("what only sounds alike is drawn: %s", (text) => {
  expect(withFace(text)).toBeNull();
});

test("children play in a picture without a likeness", () => {
  expect(withoutFace("children fly a kite on a hill")).toBeNull();
});

test.each([
  [["violence"], null],
  [["harassment"], null],
  [[], null],
  [["violence/graphic"], "prompt-unsafe"],
  [["hate"], "prompt-unsafe"],
  [["violence", "sexual"], "prompt-sexual"],
  [["sexual", "sexual/minors"], "prompt-minor"],
])("flags %j mean %s", (flags, verdict) => expect(judgeFlags(flags)).toBe(verdict));
