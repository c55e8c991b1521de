import { expect, test } from "vitest";
import { readName } from "./draft.ts";

test.each([
  ["Анна", "Анна"],
  ["  Two \n words ", "Two words"],
  ["a\u202eb", "a b"],
  ["👩‍🦰", "👩‍🦰"],
  ["я".repeat(50), "я".repeat(50)],
  ["я".repeat(51), null],
  ["x", null],
  [" \u200e ", null],
  ["", null],
])("%j is read as the name %j", (text, name) => expect(readName(text)).toBe(name));
