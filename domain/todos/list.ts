import { and, asc, desc, eq, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { todos, transcripts, users } from "../../schema/index.ts";
import { ownerOf, type User } from "../users/index.ts";

export type Todo = typeof todos.$inferSelect;

/** A to-do with the name of the recording in which it was said, and whose it is. */
export interface OwnTodo {
  todo: Todo;
  recording: { claimedName: string | null; createdAt: Date; chatId: number; messageId: number };
  owner: User;
}

export type TodoFilter = "open" | "done";

export const TODOS_PER_PAGE = 8;

/** What was ticked a moment ago stays in sight: a slip is mended by one tap. */
const LINGER_SECONDS = 600;

/** A page of somebody's to-dos, what is due first at the top (of those done: the latest). `after`: the last one of the page before. */
export async function listTodos(
  db: Db,
  userId: string,
  {
    filter,
    after,
    now,
    limit = TODOS_PER_PAGE,
  }: { filter: TodoFilter; after?: string; now: Date; limit?: number },
): Promise<{ todos: Todo[]; more: boolean; open: number; done: number }> {
  const mine = eq(todos.userId, userId);
  const lingers = sql`${todos.doneAt} > ${now.toISOString()}::timestamptz - ${LINGER_SECONDS} * interval '1 second'`;
  const shown = filter === "open" ? or(isNull(todos.doneAt), lingers) : isNotNull(todos.doneAt);
  const rank = filter === "open" ? sql`coalesce(${todos.dueOn}, date '9999-12-31')` : sql`${todos.doneAt}`;
  // Keyset: the page goes on behind a row, however many others were added or ticked before it.
  const beyond = (last: string): SQL => {
    const mark = filter === "open" ? sql`coalesce(last.due_on, date '9999-12-31')` : sql`last.done_at`;
    const sign = filter === "open" ? sql`>` : sql`<`;
    return sql`(${rank}, ${todos.id}) ${sign} (select ${mark}, last.id from ${todos} last where last.id = ${last} and last.user_id = ${userId})`;
  };
  const order = filter === "open" ? [asc(rank), asc(todos.id)] : [desc(rank), desc(todos.id)];
  const [rows, [counts]] = await reach(() =>
    db.batch([
      db
        .select()
        .from(todos)
        .where(and(mine, shown, after === undefined ? undefined : beyond(after)))
        .orderBy(...order)
        .limit(limit + 1),
      db
        .select({
          open: sql<number>`count(*) filter (where ${todos.doneAt} is null)::int`,
          done: sql<number>`count(*) filter (where ${todos.doneAt} is not null)::int`,
        })
        .from(todos)
        .where(mine),
    ]),
  );
  return {
    todos: rows.slice(0, limit),
    more: rows.length > limit,
    open: counts?.open ?? 0,
    done: counts?.done ?? 0,
  };
}

const select = (db: Db) =>
  db
    .select({
      todo: todos,
      owner: users,
      recording: {
        claimedName: transcripts.claimedName,
        createdAt: transcripts.createdAt,
        chatId: transcripts.chatId,
        messageId: transcripts.messageId,
      },
    })
    .from(todos)
    .innerJoin(users, eq(users.id, todos.userId))
    .innerJoin(transcripts, eq(transcripts.id, todos.transcriptId));

/** A to-do, but only for its owner: another's id gets the same null as a missing one. */
export async function findOwnTodo(db: Db, telegramId: number, id: string): Promise<OwnTodo | null> {
  const [found] = await reach(() =>
    select(db).where(and(eq(todos.id, id), eq(todos.userId, ownerOf(telegramId)))),
  );
  return found ?? null;
}

export async function findTodo(db: Db, id: string): Promise<OwnTodo | null> {
  const [found] = await reach(() => select(db).where(eq(todos.id, id)));
  return found ?? null;
}
