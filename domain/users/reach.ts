import { and, eq, isNull } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { users } from "../../schema/index.ts";

/** They blocked the bot or their chat is gone: nothing is sent until they come back. */
export const markUnreachable = (db: Db, telegramId: number, now: Date): Statement =>
  db
    .update(users)
    .set({ unreachableSince: now })
    .where(and(eq(users.telegramId, telegramId), isNull(users.unreachableSince)));

/** What long texts are sent to them as from now on. */
export const chooseFileFormat = (
  db: Db,
  telegramId: number,
  fileFormat: (typeof users.$inferSelect)["fileFormat"],
): Statement => db.update(users).set({ fileFormat }).where(eq(users.telegramId, telegramId));
