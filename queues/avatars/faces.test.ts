import { expect, test } from "vitest";
import { chooseShown } from "./faces.ts";

const MB = 2 ** 20;
const photos = (...sizes: (number | null)[]) =>
  sizes.map((size) => ({ bytes: size === null ? null : size * MB }));

test.each([
  ["four small ones", photos(1, 2, 3, 2, 1), 4],
  ["two that fill a call", photos(6, 6, 1), 2],
  ["one that does not fit beside another", photos(5, 11, 1), 1],
  ["a large file alone: every photo that is taken is shown", photos(20, 1), 1],
  ["one of unknown length", photos(null), 1],
  ["none", photos(), 0],
])("a call shows %s", (_, all, count) => {
  expect(chooseShown(all)).toEqual(all.slice(0, count));
});
