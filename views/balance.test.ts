import { expect, test } from "vitest";
import type { Entry } from "../domain/billing/index.ts";
import { historyScreen } from "./balance.ts";
import { translator } from "./translate.ts";

test("the history's days are those of its reader's clock", () => {
  const entry = { id: 1, coins: 5, balance: 5, reason: "grant", createdAt: new Date("2026-11-20T21:30:00Z") };
  const shown = (timeZone: string) =>
    historyScreen([entry as Entry], true, { locale: "en", timeZone }, translator("en")).html;
  expect(shown("UTC")).toContain("2026-11-20");
  expect(shown("Asia/Almaty")).toContain("2026-11-21");
});
