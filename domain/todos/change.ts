import { and, eq, isNull, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { todos, users } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";

const own = (telegramId: number, id: string) => and(eq(todos.id, id), eq(todos.userId, ownerOf(telegramId)));

/** Ticks a to-do, or takes the tick off. It says which of both, so that a repeated tap changes nothing. */
export const tickTodo = (db: Db, telegramId: number, id: string, done: boolean, now: Date): Statement =>
  db
    .update(todos)
    .set(
      done
        ? { doneAt: sql`coalesce(${todos.doneAt}, ${now.toISOString()}::timestamptz)`, remindAt: null }
        : { doneAt: null },
    )
    .where(own(telegramId, id));

/** Another day, or none. The words that were said stay. */
export const setDue = (
  db: Db,
  telegramId: number,
  id: string,
  due: { dueOn: string | null; dueTime: string | null; remindAt: Date | null },
): Statement => db.update(todos).set(due).where(own(telegramId, id));

export const remindLater = (db: Db, telegramId: number, id: string, remindAt: Date): Statement =>
  db
    .update(todos)
    .set({ remindAt })
    .where(and(own(telegramId, id), isNull(todos.doneAt)));

export const dropTodo = (db: Db, telegramId: number, id: string): Statement =>
  db.delete(todos).where(own(telegramId, id));

export const chooseZone = (db: Db, telegramId: number, timeZone: string): Statement =>
  db.update(users).set({ timeZone }).where(eq(users.telegramId, telegramId));
