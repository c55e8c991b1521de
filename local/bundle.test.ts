import { expect, test } from "vitest";
import { exceedsBudget } from "./bundle.ts";

test("a bundle may fill its budget to the last byte, and no further", () => {
  expect(exceedsBudget({ gzipBytes: 10 * 1024 }, { gzipKiB: 10 })).toBeNull();
  expect(exceedsBudget({ gzipBytes: 10 * 1024 + 1 }, { gzipKiB: 10 })).toContain("bundle-budget.json");
});
