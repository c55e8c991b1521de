import fc from "fast-check";
import { expect, test } from "vitest";
import { writeCalendar } from "./calendar.ts";
import type { Todo } from "./list.ts";

const NOW = new Date("2026-11-21T10:00:00Z");
const todo = (more: Partial<Todo>): Todo => ({
  id: "tod_1",
  userId: "usr_1",
  digestId: "dig_1",
  position: 0,
  transcriptId: "trn_1",
  text: "Отправить договор",
  assignee: null,
  dueOn: null,
  dueTime: null,
  dueWords: null,
  quote: "Анна отправит договор",
  atSeconds: 1,
  doneAt: null,
  remindAt: null,
  createdAt: NOW,
  ...more,
});

/** Reads iCalendar as RFC 5545 says: unfolds lines, parts names from values, takes the escapes off. */
function read(file: string) {
  expect(file.endsWith("\r\n")).toBe(true);
  const raw = file.slice(0, -2).split("\r\n");
  for (const line of raw) {
    expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
    expect(line).not.toMatch(/[\r\n]/);
  }
  const lines = raw.join("\r\n").replaceAll("\r\n ", "").split("\r\n");
  const open: string[] = [];
  const entries: Record<string, string>[] = [];
  for (const line of lines) {
    const [, name = "", value = ""] = /^([A-Z-]+(?:;[A-Z]+=[A-Z]+)?):(.*)$/s.exec(line) ?? [];
    expect(name).not.toBe("");
    if (name === "BEGIN") {
      open.push(value);
      if (value !== "VCALENDAR") entries.push({ kind: value });
    } else if (name === "END") expect(open.pop()).toBe(value);
    else if (open.length === 2) {
      const last = entries.at(-1) ?? {};
      last[name] = value.replace(/\\(.)/g, (_, sign) => (sign === "n" ? "\n" : sign));
    }
  }
  expect(open).toEqual([]);
  return entries;
}

test("a day is an event of that day, a time one in UTC, and what has no day is a task", () => {
  const all = [
    todo({ dueOn: "2026-11-30" }),
    todo({ dueOn: "2026-11-30", dueTime: "15:00" }),
    todo({ doneAt: NOW }),
  ];
  expect(read(writeCalendar(all, "Asia/Almaty", "Дела", NOW))).toMatchObject([
    { kind: "VEVENT", "DTSTART;VALUE=DATE": "20261130", "DTEND;VALUE=DATE": "20261201" },
    { kind: "VEVENT", DTSTART: "20261130T100000Z", DTEND: "20261130T103000Z" },
    { kind: "VTODO", STATUS: "COMPLETED", COMPLETED: "20261121T100000Z" },
  ]);
});

test("whatever a task says is read back as it was said", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (said) => {
      const text = `${said.replace(/[\p{Cc}]/gu, " ")}; a, b\\n ә\nү`;
      expect(read(writeCalendar([todo({ text })], "UTC", "x", NOW))[0]?.SUMMARY).toBe(text);
    }),
  );
});
