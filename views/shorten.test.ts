import { expect, test } from "vitest";
import { shorten } from "./shorten.ts";

test("a text that fits is left alone", () => expect(shorten("abc", 3)).toBe("abc"));

test("a long text is cut between words", () => expect(shorten("one two three four", 12)).toBe("one two…"));

test("no cut is longer than asked, and none tears a pair in two", () => {
  const text = "слово 😀😀😀😀😀😀😀😀 и ещё одно очень длинное слово без пробелов".repeat(3);
  for (let units = 2; units < text.length + 2; units++) {
    const cut = shorten(text, units);
    expect(cut.length).toBeLessThanOrEqual(units);
    expect(cut.isWellFormed()).toBe(true);
  }
});
