import { and, asc, eq, isNotNull, isNull, lte } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { todos } from "../../schema/index.ts";
import { momentIn } from "./zone.ts";

/** What is due on a day is brought to mind in its morning; if that is over, in its evening. */
const DAY_TIMES = ["09:00", "18:00"];

/** What is due at a time is brought to mind so long before it. */
const AHEAD_MS = 60 * 60_000;

/** When to remind of something that is due; null when it is not, or when it is too late for that. */
export function remindAtOf(
  { dueOn, dueTime }: { dueOn: string | null; dueTime: string | null },
  zone: string,
  now: Date,
): Date | null {
  if (dueOn === null) return null;
  const moments =
    dueTime === null
      ? DAY_TIMES.map((time) => momentIn(zone, dueOn, time))
      : [-AHEAD_MS, 0].map((shift) => new Date(momentIn(zone, dueOn, dueTime).getTime() + shift));
  return moments.find((moment) => moment > now) ?? null;
}

/** Reminders whose time has come, the oldest first. */
export const listReminders = (db: Db, now: Date, limit: number) =>
  reach(() =>
    db
      .select({ id: todos.id, remindAt: todos.remindAt })
      .from(todos)
      .where(and(isNotNull(todos.remindAt), isNull(todos.doneAt), lte(todos.remindAt, now)))
      .orderBy(asc(todos.remindAt))
      .limit(limit),
  );

/** Takes this reminder off, unless it was moved meanwhile. To be committed with the job that says it. */
export const endReminder = (db: Db, id: string, remindAt: Date): Statement =>
  db
    .update(todos)
    .set({ remindAt: null })
    .where(and(eq(todos.id, id), eq(todos.remindAt, remindAt)));
