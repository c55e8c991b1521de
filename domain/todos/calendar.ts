import type { Todo } from "./list.ts";
import { daysLater, momentIn } from "./zone.ts";

/** A line has at most 75 bytes without its end (RFC 5545, 3.1); what goes on begins with a space. */
const LINE_BYTES = 75;

/** How long something that is due at a time takes in a calendar, which knows no points in time. */
const EVENT_MS = 30 * 60_000;

/**
 * To-dos as an iCalendar file (RFC 5545). What has a day is an event, since the calendars of phones show nothing else;
 * what has none is a task.
 */
export function writeCalendar(all: readonly Todo[], zone: string, name: string, now: Date): string {
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Aisha//To-dos//EN",
    "CALSCALE:GREGORIAN",
    `X-WR-CALNAME:${escapeText(name)}`,
    ...all.flatMap((todo) => entryOf(todo, zone, now)),
    "END:VCALENDAR",
  ];
  return `${lines.map(fold).join("\r\n")}\r\n`;
}

function entryOf(todo: Todo, zone: string, now: Date): string[] {
  const { id, text, assignee, quote, dueOn, dueTime, doneAt } = todo;
  const kind = dueOn === null ? "VTODO" : "VEVENT";
  const status = doneAt === null ? "NEEDS-ACTION" : "COMPLETED";
  return [
    `BEGIN:${kind}`,
    `UID:${id}@aisha`,
    `DTSTAMP:${inUtc(now)}`,
    `SUMMARY:${escapeText(doneAt !== null && dueOn !== null ? `✅ ${text}` : text)}`,
    `DESCRIPTION:${escapeText([...(assignee ? [`👤 ${assignee}`] : []), `«${quote}»`].join("\n"))}`,
    ...(dueOn === null ? [`STATUS:${status}`] : times(dueOn, dueTime, zone)),
    ...(dueOn === null && doneAt !== null ? [`COMPLETED:${inUtc(doneAt)}`] : []),
    `END:${kind}`,
  ];
}

function times(dueOn: string, dueTime: string | null, zone: string): string[] {
  const day = (date: string) => date.replaceAll("-", "");
  if (dueTime === null)
    return [
      `DTSTART;VALUE=DATE:${day(dueOn)}`,
      `DTEND;VALUE=DATE:${day(daysLater(dueOn, 1))}`,
      "TRANSP:TRANSPARENT",
    ];
  const start = momentIn(zone, dueOn, dueTime);
  return [`DTSTART:${inUtc(start)}`, `DTEND:${inUtc(new Date(start.getTime() + EVENT_MS))}`];
}

const inUtc = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, "");

const escapeText = (text: string): string => text.replace(/[\\;,]/g, "\\$&").replace(/\r\n?|\n/g, "\\n");

/** Breaks a line between characters, never inside one. */
function fold(line: string): string {
  const pieces: string[] = [];
  let piece = "";
  let bytes = 0;
  for (const character of line) {
    const size = new TextEncoder().encode(character).length;
    if (bytes + size > LINE_BYTES) {
      pieces.push(piece);
      piece = " ";
      bytes = 1;
    }
    piece += character;
    bytes += size;
  }
  return [...pieces, piece].join("\r\n");
}
