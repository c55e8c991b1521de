import { and, eq, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { digestSources, todos, transcripts } from "../../schema/index.ts";
import { falUntilOf, type Receipt } from "./receipt.ts";

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

/** What goes with these recordings: rows by table, and until when FAL keeps copies of what it heard. */
export async function takeStock(db: Db, ids: readonly string[]): Promise<Pick<Receipt, "rows" | "falUntil">> {
  const { rows } = await reach(() =>
    db.execute<{ transcripts: string; digests: string; todos: string; asked: string | null }>(sql`
      with written as (select distinct digest_id as id from ${digestSources} where transcript_id in ${ids})
      select count(*) as transcripts, max(${transcripts.falAskedAt})::text as asked,
             (select count(*) from written) as digests,
             (select count(*) from ${todos} where transcript_id in ${ids} or digest_id in (select id from written)) as todos
        from ${transcripts} where id in ${ids}`),
  );
  const [{ asked = null, ...counts } = {}] = rows;
  return {
    rows: Object.fromEntries(
      Object.entries(counts).flatMap(([name, count]) => (Number(count) > 0 ? [[name, Number(count)]] : [])),
    ),
    ...falUntilOf([asked === null ? null : new Date(asked)]),
  };
}

export const removeOld = (db: Db, ids: readonly string[]): Statement =>
  db.delete(transcripts).where(sql`${transcripts.id} in ${ids} and ${transcripts.state} in ${AT_REST}`);
