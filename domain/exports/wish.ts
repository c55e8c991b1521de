import { and, eq, lte, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { userExports, users } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf, type User } from "../users/index.ts";

export type UserExport = typeof userExports.$inferSelect;

/** How long the archive lies there, and its link leads to it. */
export const EXPORT_HOURS = 24;

/** Wishes for everything of one person. While one is under way another is the same wish. */
export function beginExport(
  db: Db,
  telegramId: number,
  wish: { withOriginals: boolean; statusMessageId: number | null },
  now: Date,
) {
  const exportId = newId("exp", now);
  const change = db.execute(sql`
    insert into ${userExports} (id, user_id, with_originals, status_message_id, expires_at, created_at)
    select ${exportId}, ${ownerOf(telegramId)}, ${wish.withOriginals}, ${wish.statusMessageId}::bigint,
           ${secondsLater(now, EXPORT_HOURS * 3600).toISOString()}::timestamptz, ${now.toISOString()}::timestamptz
    on conflict (user_id) where state = 'packing' do nothing`);
  const job = {
    kind: "transcription.export",
    payload: { exportId },
    key: `export:${exportId}`,
    when: sql`exists (select 1 from ${userExports} where id = ${exportId})`,
  } as const;
  return { change, job };
}

export async function findExport(db: Db, id: string): Promise<{ wish: UserExport; owner: User } | null> {
  const [found] = await reach(() =>
    db
      .select({ wish: userExports, owner: users })
      .from(userExports)
      .innerJoin(users, eq(users.id, userExports.userId))
      .where(eq(userExports.id, id)),
  );
  return found ?? null;
}

type End = { state: "ready"; storageKey: string; bytes: number; files: number } | { state: "failed" };

export const endExport = (db: Db, id: string, end: End, now: Date): Statement =>
  db
    .update(userExports)
    .set({ ...end, expiresAt: secondsLater(now, end.state === "ready" ? EXPORT_HOURS * 3600 : 0) })
    .where(and(eq(userExports.id, id), eq(userExports.state, "packing")));

/** Those whose time is over. What is still being packed is left alone. */
export const listExpiredExports = (db: Db, now: Date, limit: number): Promise<UserExport[]> =>
  reach(() =>
    db
      .select()
      .from(userExports)
      .where(and(lte(userExports.expiresAt, now), sql`${userExports.state} <> 'packing'`))
      .limit(limit),
  );

export const dropExport = (db: Db, id: string): Statement =>
  db.delete(userExports).where(eq(userExports.id, id));
