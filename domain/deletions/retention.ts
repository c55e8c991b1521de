import { eq, lt, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { departed, transcripts, users } from "../../schema/index.ts";

/** What somebody can choose: days after delivery; null: until they delete it themselves. */
export const KEEP_ORIGINALS = [0, 7, 30, 90, null] as const;
export const KEEP_TEXTS = [0, 30, 365, null] as const;

/** A recording whose time is over, by its owner's choice: the original only, or all of it. */
export interface Overdue {
  id: string;
  what: "original" | "all";
}

/**
 * Recordings at rest that have been kept as long as their owners want, the longest waiting first. Time counts from when
 * they last came to an end; private ones only, those of groups go by themselves.
 */
export async function listOverdue(db: Db, now: Date, most: number): Promise<Overdue[]> {
  const past = (days: string) =>
    sql
      .raw(`u.${days} is not null and t.changed_at <= `)
      .append(sql`${now.toISOString()}::timestamptz - make_interval(days => u.${sql.raw(days)})`);
  const { rows } = await reach(() =>
    db.execute<{ id: string; whole: boolean }>(sql`
      select t.id, ${past("keep_texts_days")} as whole
        from users u join transcripts t on t.user_id = u.id
       where (u.keep_originals_days is not null or u.keep_texts_days is not null)
         and t.chat_id > 0 and t.state in ('delivered', 'refused', 'failed', 'cancelled')
         and ((${past("keep_texts_days")}) or (${past("keep_originals_days")} and t.original_key is not null))
       order by t.changed_at limit ${most}::int`),
  );
  return rows.map(({ id, whole }) => ({ id, what: whole ? "all" : "original" }));
}

/** Nobody comes back for a welcome after a year. */
const DEPARTED_DAYS = 365;

export async function forgetDeparted(db: Db, now: Date): Promise<void> {
  await reach(() =>
    db.delete(departed).where(lt(departed.leftAt, secondsLater(now, -DEPARTED_DAYS * 86_400))),
  );
}

/** The original is gone from the store, so no row names it any more. The time of the text goes on counting from where it was. */
export const noteOriginalGone = (db: Db, id: string): Statement =>
  db.update(transcripts).set({ originalKey: null, sha256: null }).where(eq(transcripts.id, id));

/** From now on recordings, or their texts, are kept for so many days after delivery; null: until they are deleted. */
export const chooseRetention = (
  db: Db,
  telegramId: number,
  what: "originals" | "texts",
  days: number | null,
): Statement =>
  db
    .update(users)
    .set(what === "originals" ? { keepOriginalsDays: days } : { keepTextsDays: days })
    .where(eq(users.telegramId, telegramId));
