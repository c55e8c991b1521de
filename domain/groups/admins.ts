import { and, eq, gt, lt } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { groupAdmins } from "../../schema/index.ts";

/** How long Telegram's word about an admin is believed. */
const FRESH_SECONDS = 300;

/** What is known of somebody in a group; null when nobody has asked Telegram lately. */
export async function knownAdmin(
  db: Db,
  chatId: number,
  telegramId: number,
  now: Date,
): Promise<boolean | null> {
  const [known] = await reach(() =>
    db
      .select({ isAdmin: groupAdmins.isAdmin })
      .from(groupAdmins)
      .where(
        and(
          eq(groupAdmins.chatId, chatId),
          eq(groupAdmins.telegramId, telegramId),
          gt(groupAdmins.checkedAt, secondsLater(now, -FRESH_SECONDS)),
        ),
      ),
  );
  return known?.isAdmin ?? null;
}

export const keepAdmin = (
  db: Db,
  chatId: number,
  telegramId: number,
  isAdmin: boolean,
  now: Date,
): Statement =>
  db
    .insert(groupAdmins)
    .values({ chatId, telegramId, isAdmin, checkedAt: now })
    .onConflictDoUpdate({
      target: [groupAdmins.chatId, groupAdmins.telegramId],
      set: { isAdmin, checkedAt: now },
    });

/** Forgets who was an admin: it would be asked anew anyway. */
export async function forgetAdmins(db: Db, now: Date): Promise<void> {
  await reach(() =>
    db.delete(groupAdmins).where(lt(groupAdmins.checkedAt, secondsLater(now, -FRESH_SECONDS))),
  );
}
