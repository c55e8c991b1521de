import { and, eq, isNull, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { droppedTodos, todos, users } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";

const own = (telegramId: number, id: string) => and(eq(todos.id, id), eq(todos.userId, ownerOf(telegramId)));

/**
 * Ticks a to-do, or takes the tick off. It says which of both, so that a repeated tap changes nothing. A reminder waits
 * behind the tick (nobody is reminded of what is done), and is there again when that is taken off in time.
 */
export const tickTodo = (db: Db, telegramId: number, id: string, done: boolean, now: Date): Statement =>
  db
    .update(todos)
    .set(
      done
        ? { doneAt: sql`coalesce(${todos.doneAt}, ${now.toISOString()}::timestamptz)` }
        : {
            doneAt: null,
            remindAt: sql`case when ${todos.remindAt} > ${now.toISOString()}::timestamptz then ${todos.remindAt} end`,
          },
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

/** By which words a deleted task is known again, without keeping them. */
export const hashOfQuote = (quote: SQL): SQL => sql`encode(sha256(convert_to(${quote}, 'UTF8')), 'hex')`;

/** Deletes a to-do for good: a list that is written anew leaves it out. */
export const dropTodo = (db: Db, telegramId: number, id: string): Statement =>
  db.execute(sql`
    with gone as (
      delete from ${todos} where ${own(telegramId, id)} returning transcript_id, quote)
    insert into ${droppedTodos} (transcript_id, quote_sha256)
    select transcript_id, ${hashOfQuote(sql`quote`)} from gone
    on conflict do nothing`);

export const chooseZone = (db: Db, telegramId: number, timeZone: string): Statement =>
  db.update(users).set({ timeZone }).where(eq(users.telegramId, telegramId));
