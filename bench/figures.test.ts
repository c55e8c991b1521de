import { expect, test } from "vitest";
import { percentile, table } from "./figures.ts";

test("the median has as many values below as above, the 99th hundredth leaves one of a hundred above", () => {
  const values = Array.from({ length: 101 }, (_, i) => 100 - i);
  expect(percentile(values, 0.5)).toBe(50);
  expect(percentile(values, 0.99)).toBe(99);
  expect(percentile([], 0.5)).toBeNaN();
});

test("columns are as wide as their widest cell", () => {
  expect(
    table([
      ["a", 1],
      ["bbb", 100],
    ]),
  ).toBe("a      1\nbbb  100");
});
