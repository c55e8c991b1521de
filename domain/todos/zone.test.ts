import { expect, test } from "vitest";
import { remindAtOf } from "./remind.ts";
import { dayIn, momentIn, readZone } from "./zone.ts";

test.each([
  ["Алматы", "Asia/Almaty"],
  [" санкт-петербург ", "Europe/Moscow"],
  ["New York", "America/New_York"],
  ["+5", "+05:00"],
  ["UTC+5:30", "+05:30"],
  ["−3", "-03:00"],
  ["asia/tokyo", "Asia/Tokyo"],
  ["+15", null],
  ["-13", null],
  ["Атлантида", null],
  ["Mars/Olympus", null],
  ["constructor", null],
  ["", null],
])("a zone is read as people write it: %s", (typed, zone) => {
  expect(readZone(typed)).toBe(zone);
});

test("every zone that can be read is one that the platform knows", () => {
  for (const zone of ["+05:00", "+05:30", "-03:00", "Asia/Almaty", "Asia/Aqtau", "Europe/Kyiv"])
    expect(momentIn(zone, "2026-11-21", "09:00").getTime()).not.toBeNaN();
});

test("a time is a moment by the clock of that place, in summer and in winter", () => {
  expect(momentIn("Asia/Almaty", "2026-11-21", "09:00").toISOString()).toBe("2026-11-21T04:00:00.000Z");
  expect(momentIn("Europe/Berlin", "2026-03-28", "09:00").toISOString()).toBe("2026-03-28T08:00:00.000Z");
  expect(momentIn("Europe/Berlin", "2026-03-29", "09:00").toISOString()).toBe("2026-03-29T07:00:00.000Z");
  expect(momentIn("Europe/Berlin", "2026-10-25", "09:00").toISOString()).toBe("2026-10-25T08:00:00.000Z");
  expect(momentIn("America/New_York", "2026-11-01", "00:30").toISOString()).toBe("2026-11-01T04:30:00.000Z");
  // 02:30 is left out that night: the clock shows 03:30 then.
  expect(momentIn("Europe/Berlin", "2026-03-29", "02:30").toISOString()).toBe("2026-03-29T01:30:00.000Z");
});

test("a day begins where somebody is", () => {
  const at = new Date("2026-11-21T20:00:00Z");
  expect(dayIn("Asia/Almaty", at)).toBe("2026-11-22");
  expect(dayIn("America/New_York", at)).toBe("2026-11-21");
});

test("a reminder comes in the morning, in the evening of a day that has begun, an hour before a time, and never too late", () => {
  const remind = (dueOn: string | null, dueTime: string | null, now: string) =>
    remindAtOf({ dueOn, dueTime }, "Asia/Almaty", new Date(now))?.toISOString() ?? null;
  expect(remind("2026-11-22", null, "2026-11-21T10:00:00Z")).toBe("2026-11-22T04:00:00.000Z");
  expect(remind("2026-11-21", null, "2026-11-21T10:00:00Z")).toBe("2026-11-21T13:00:00.000Z");
  expect(remind("2026-11-21", "18:30", "2026-11-21T10:00:00Z")).toBe("2026-11-21T12:30:00.000Z");
  expect(remind("2026-11-21", "15:30", "2026-11-21T10:00:00Z")).toBe("2026-11-21T10:30:00.000Z");
  expect(remind("2026-11-20", null, "2026-11-21T10:00:00Z")).toBeNull();
  expect(remind(null, null, "2026-11-21T10:00:00Z")).toBeNull();
});
