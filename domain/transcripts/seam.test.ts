import { expect, test } from "vitest";
import { findSeam } from "./seam.ts";

const words = (text: string) => text.split(" ").filter(Boolean);
const join = (earlier: string, later: string, zone = 14) => {
  const [left, right] = [words(earlier), words(later)];
  const { keep, drop, shared } = findSeam(left, right, zone);
  return [...left.slice(0, keep), ...(shared === null ? [] : [shared]), ...right.slice(drop)].join(" ");
};

test.each([
  ["the same words in both", "one two three four", "three four five six", "one two three four five six"],
  ["nothing in common: silence at the seam", "one two.", "Three four", "one two. Three four"],
  [
    "a torn word at either edge",
    "мы начнём новую работу зав",
    "вую работу завтра утром",
    "мы начнём новую работу завтра утром",
  ],
  ["a misheard word inside", "a b gamma delta eps", "gamma dalta eps zeta", "a b gamma delta eps zeta"],
  [
    "different case and punctuation",
    "и тогда мы решили.",
    "Мы решили, что хватит",
    "и тогда мы решили, что хватит",
  ],
  ["ё and е", "это всё ещё", "все еще впереди", "это всё ещё впереди"],
  ["one shared word", "раз два", "два три", "раз два три"],
  ["a word said twice, once before the seam", "x да", "да да y", "x да да y"],
  ["numbers that look alike", "s10 s11 s12", "s12 s13 s14", "s10 s11 s12 s13 s14"],
  ["an empty part", "", "one two", "one two"],
  ["an empty successor", "one two", "", "one two"],
  ["everything was heard before", "one two three", "two three", "one two three"],
])("%s", (_, earlier, later, joined) => expect(join(earlier, later)).toBe(joined));

test("numbers are never taken for each other", () => {
  expect(join("s100 s101", "s102 s103")).toBe("s100 s101 s102 s103");
});

test("whatever the overlap, every second of a counted recording is there once", () => {
  for (let overlap = 0; overlap <= 8; overlap++)
    for (let torn = 0; torn <= 1; torn++) {
      const earlier = Array.from({ length: 60 }, (_, i) => `s${i}`);
      const later = Array.from({ length: 60 }, (_, i) => `s${60 - overlap + i}`);
      const heard = [...later];
      if (torn && overlap > 1) heard.shift();
      expect(join(earlier.join(" "), heard.join(" "))).toBe(
        Array.from({ length: 120 - overlap }, (_, i) => `s${i}`).join(" "),
      );
    }
});

test("a common word far from the seam is no overlap", () => {
  expect(join("и вот мы пришли сюда наконец вместе", "потом был долгий тёплый вечер и дождь")).toBe(
    "и вот мы пришли сюда наконец вместе потом был долгий тёплый вечер и дождь",
  );
});
