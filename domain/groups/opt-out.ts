import { and, eq, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { optOuts } from "../../schema/index.ts";
import { optedOut } from "./group.ts";

/** Everywhere, as opposed to one group. */
export const EVERYWHERE = 0;

/** "Do not transcribe me", here or everywhere. `person` may be a chat, in whose name somebody writes. */
export const optOut = (db: Db, person: number, chatId: number, now: Date): Statement =>
  db.insert(optOuts).values({ telegramId: person, chatId, createdAt: now }).onConflictDoNothing();

/** Takes it back: in a group only what was said there, in private everything. */
export const optIn = (db: Db, person: number, chatId: number): Statement =>
  db
    .delete(optOuts)
    .where(
      and(eq(optOuts.telegramId, person), chatId === EVERYWHERE ? undefined : eq(optOuts.chatId, chatId)),
    );

export async function hasOptedOut(db: Db, people: readonly number[], chatId: number): Promise<boolean> {
  const { rows } = await reach(() =>
    db.execute<{ out: boolean }>(sql`select ${optedOut(people, chatId)} as out`),
  );
  return rows[0]?.out === true;
}
