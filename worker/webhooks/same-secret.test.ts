import { expect, test } from "vitest";
import { sameSecret } from "./same-secret.ts";

test.each([
  ["abc", "abc", true],
  ["abc", "abd", false],
  ["", "abc", false],
  ["abc", "abcd", false],
])("%s against %s: %s", async (given, expected, same) =>
  expect(await sameSecret(given, expected)).toBe(same),
);
