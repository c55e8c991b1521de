import { expect, test } from "vitest";
import { sameSecret } from "./same-secret.ts";

test.each([
  ["abc", "abc", true],
  ["abc", "abd", false],
  ["", "abc", false],
  ["abc", "abcd", false],
  ["abc\0", "abc", false],
])("%s against %s: %s", (given, expected, same) => expect(sameSecret(given, expected)).toBe(same));

test("a text that only begins like the secret is another, however long it goes on", () => {
  const secret = "s".repeat(256);
  expect(sameSecret(secret, secret)).toBe(true);
  expect(sameSecret(secret + "s".repeat(10_000), secret)).toBe(false);
  expect(sameSecret("s".repeat(600), "s".repeat(700))).toBe(false);
});
