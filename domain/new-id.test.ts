import { expect, test } from "vitest";
import { isId, newId } from "./new-id.ts";

test("ids carry their kind and are recognised by it", () => {
  const id = newId("trn");
  expect(isId(id, "trn")).toBe(true);
  expect(isId(id, "usr")).toBe(false);
  expect(new TextEncoder().encode(`cancel:${id}`).length).toBeLessThanOrEqual(64);
});

test("later ids sort after earlier ones, and no two are alike", () => {
  const early = newId("job", new Date("2026-01-01"));
  const late = newId("job", new Date("2026-01-02"));
  expect(early < late).toBe(true);
  expect(new Set(Array.from({ length: 1000 }, () => newId("job"))).size).toBe(1000);
});

test.each([
  "",
  "trn_",
  "trn_short",
  `trn_${"u".repeat(26)}`,
  `trn_${"0".repeat(27)}`,
  "trn_'; drop table users; --aaaa",
])("what does not look like an id is none: %s", (text) => expect(isId(text, "trn")).toBe(false));
