import { and, eq, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcripts } from "../../schema/index.ts";

const AT_REST = ["delivered", "refused", "failed", "cancelled", "quoted"] as const;

const oldOnes = (userId: string, before: Date) =>
  and(
    eq(transcripts.userId, userId),
    sql`${transcripts.chatId} > 0`,
    sql`${transcripts.createdAt} < ${before.toISOString()}::timestamptz`,
    sql`${transcripts.state} in ${AT_REST}`,
  );

/** Recordings at rest of before a moment: how many, and the first `most` of them. */
export async function countOld(db: Db, userId: string, before: Date): Promise<number> {
  const [row] = await reach(() =>
    db.select({ count: sql<string>`count(*)` }).from(transcripts).where(oldOnes(userId, before)),
  );
  return Number(row?.count ?? 0);
}

export const listOld = (db: Db, userId: string, before: Date, most: number): Promise<{ id: string }[]> =>
  reach(() =>
    db
      .select({ id: transcripts.id })
      .from(transcripts)
      .where(oldOnes(userId, before))
      .orderBy(transcripts.id)
      .limit(most),
  );

export const removeOld = (db: Db, ids: readonly string[]): Statement =>
  db.delete(transcripts).where(sql`${transcripts.id} in ${ids} and ${transcripts.state} in ${AT_REST}`);
