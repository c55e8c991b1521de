import { and, asc, desc, eq, gt, inArray, isNull, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { broadcasts, users } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import type { User } from "../users/index.ts";

export type Broadcast = typeof broadcasts.$inferSelect;

/** Those who want news and can be reached. */
const wanted = and(eq(users.newsOff, false), isNull(users.blockedAt), isNull(users.unreachableSince));

/** Keeps a message as a draft of news. Nothing is sent yet. */
export function draftNews(
  db: Db,
  message: { fromChatId: number; messageId: number; createdBy: number },
  now: Date,
): { change: Statement; id: string } {
  const id = newId("brd", now);
  return { change: db.insert(broadcasts).values({ id, ...message, createdAt: now }), id };
}

/** Begins to send a draft, once: a second tap begins nothing. */
export const sendNews = (db: Db, id: string): { change: Statement; job: NewJob } => ({
  change: db
    .update(broadcasts)
    .set({ state: "sending" })
    .where(and(eq(broadcasts.id, id), eq(broadcasts.state, "draft")))
    .returning({ id: broadcasts.id }),
  job: newsJob({ id, lastUserId: "" }),
});

/** Stops news that are being sent, or drops a draft. */
export const stopNews = (db: Db, id: string, now: Date): Statement =>
  db
    .update(broadcasts)
    .set({ state: "stopped", endedAt: now })
    .where(and(eq(broadcasts.id, id), inArray(broadcasts.state, ["draft", "sending"])));

/** The job that goes on after somebody. Its key has the place, so that a place is gone on from once. */
export const newsJob = ({ id, lastUserId }: Pick<Broadcast, "id" | "lastUserId">): NewJob => ({
  kind: "notices.news",
  payload: { broadcastId: id },
  key: `news:${id}:${lastUserId}`,
});

export async function findNews(db: Db, id: string): Promise<Broadcast | null> {
  const [found] = await reach(() => db.select().from(broadcasts).where(eq(broadcasts.id, id)));
  return found ?? null;
}

/** News, the newest first. */
export const listNews = (db: Db, limit: number): Promise<Broadcast[]> =>
  reach(() => db.select().from(broadcasts).orderBy(desc(broadcasts.createdAt)).limit(limit));

/** The next people to send news to. */
export const listReaders = (db: Db, after: string, limit: number): Promise<User[]> =>
  reach(() =>
    db
      .select()
      .from(users)
      .where(and(wanted, gt(users.id, after)))
      .orderBy(asc(users.id))
      .limit(limit),
  );

export async function countReaders(db: Db): Promise<number> {
  const [row] = await reach(() =>
    db.select({ people: sql<number>`count(*)::int` }).from(users).where(wanted),
  );
  return row?.people ?? 0;
}

/** Notes that somebody was sent the news, or could not be. */
export const passReader = (db: Db, id: string, userId: string, sent: boolean): Statement =>
  db
    .update(broadcasts)
    .set({
      lastUserId: userId,
      sent: sql`${broadcasts.sent} + ${sent ? 1 : 0}`,
      failed: sql`${broadcasts.failed} + ${sent ? 0 : 1}`,
    })
    .where(eq(broadcasts.id, id));

export const endNews = (db: Db, id: string, now: Date): Statement =>
  db
    .update(broadcasts)
    .set({ state: "done", endedAt: now })
    .where(and(eq(broadcasts.id, id), eq(broadcasts.state, "sending")));

/** Whether somebody wants news. */
export const wantNews = (db: Db, telegramId: number, wants: boolean): Statement =>
  db.update(users).set({ newsOff: !wants }).where(eq(users.telegramId, telegramId));
