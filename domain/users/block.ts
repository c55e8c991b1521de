import { and, eq, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { users } from "../../schema/index.ts";

/** Shuts somebody out. Answers no row when there is nobody to shut out. */
export const block = (db: Db, telegramId: number, now: Date): Statement =>
  db
    .update(users)
    .set({ blockedAt: now, blockedToldAt: null })
    .where(and(eq(users.telegramId, telegramId), isNull(users.blockedAt)))
    .returning({ id: users.id });

/** Lets them in again. */
export const unblock = (db: Db, telegramId: number): Statement =>
  db
    .update(users)
    .set({ blockedAt: null, blockedToldAt: null })
    .where(and(eq(users.telegramId, telegramId), isNotNull(users.blockedAt)))
    .returning({ id: users.id });

/** Notes that they were told: the one notice is owed only where this commit was the first to note it. */
export const noteBlockTold = (db: Db, telegramId: number, now: Date): { change: Statement; when: SQL } => ({
  change: db
    .update(users)
    .set({ blockedToldAt: now })
    .where(and(eq(users.telegramId, telegramId), isNull(users.blockedToldAt))),
  when: sql`exists (select 1 from ${users} where ${users.telegramId} = ${telegramId} and ${users.blockedToldAt} = ${now.toISOString()}::timestamptz)`,
});
