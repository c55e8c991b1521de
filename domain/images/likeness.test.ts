import { expect, test } from "vitest";
import { withLikeness } from "./likeness.ts";

const anna = { trigger: "TOKabc", subject: "woman" } as const;

test("the likeness's word is always there, first, and once", () => {
  expect(withLikeness("on a bridge", anna)).toBe("TOKabc, a woman. on a bridge");
  expect(withLikeness("TOKabc on a bridge", anna)).toBe("TOKabc on a bridge");
  expect(withLikeness("on a bridge", { ...anna, subject: "other" })).toBe("TOKabc, a person. on a bridge");
});

test("a style says how, not who; nobody's likeness says nothing", () => {
  expect(withLikeness("a fox", { ...anna, subject: "style" })).toBe("in the style of TOKabc. a fox");
  expect(withLikeness("a fox", null)).toBe("a fox");
});
