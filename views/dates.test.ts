import { expect, test } from "vitest";
import { sayDate, sayDay } from "./dates.ts";

const lateEvening = new Date("2026-11-20T21:30:00Z");

test.each([
  ["ru", null, "21 ноября 2026 г."],
  ["kk", null, "21 қараша 2026 ж."],
  ["en", null, "November 20, 2026"],
  ["en", "Asia/Almaty", "November 21, 2026"],
] as const)("a day is told in %s by the clock of %s: %s", (locale, timeZone, said) =>
  expect(sayDay(lateEvening, { locale, timeZone })).toBe(said),
);

test.each([
  [{ weekday: "short", day: "numeric", month: "long" }, "жм, 20 қараша"],
  [{ day: "numeric", month: "short" }, "20 қар."],
  [{ dateStyle: "long" }, "20 қараша 2026 ж."],
  [{ hour: "2-digit", minute: "2-digit" }, "21:30"],
  [{ dateStyle: "long", timeStyle: "short" }, "20 қараша 2026 ж., 21:30"],
  [{ day: "numeric", month: "numeric" }, "20.11"],
] as const)("Kazakh dates have Kazakh words: %o is %s", (options, said) =>
  expect(sayDate(lateEvening, "kk", { ...options, timeZone: "UTC" })).toBe(said),
);
