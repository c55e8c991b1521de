import { sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { newId } from "../new-id.ts";
import type { Receipt } from "./receipt.ts";

/** What somebody has: rows by table, coins, payments, recordings of before a moment. For the question. */
export async function countAll(
  db: Db,
  userId: string,
): Promise<Pick<Receipt, "rows" | "coins" | "payments">> {
  const [{ rows }, { rows: money }] = await Promise.all([
    reach(() => db.execute<{ tab: string; rows: string }>(sql`select * from count_owned(${userId})`)),
    reach(() =>
      db.execute<{ coins: number; payments: string }>(sql`
        select w.balance as coins, (select count(*) from payments p where p.user_id = ${userId}) as payments
          from wallets w where w.user_id = ${userId}`),
    ),
  ]);
  return {
    rows: Object.fromEntries(rows.map(({ tab, rows: count }) => [tab, Number(count)])),
    coins: money[0]?.coins ?? 0,
    payments: Number(money[0]?.payments ?? 0),
  };
}

/** Nothing of theirs goes on: recordings, trainings and pictures are stopped, and all coins on hold come back. */
export const stopEverything = (db: Db, userId: string, now: Date): Statement[] => {
  const at = sql`${now.toISOString()}::timestamptz`;
  return [
    db.execute(sql`update transcripts set state = 'cancelled', cancelled_at = ${at}, changed_at = ${at}
      where user_id = ${userId} and state in ('received', 'quoted', 'transcribing')`),
    db.execute(sql`update trainings set state = 'cancelled', ended_at = ${at}, changed_at = ${at}
      where avatar_id in (select id from avatars where user_id = ${userId})
        and state in ('ordered', 'packed', 'submitting', 'training', 'trained')`),
    db.execute(sql`select end_all_work(${userId}, ${at})`),
  ];
};

/** A request at FAL: where to, under which id. */
export interface VendorRequest {
  endpoint: string;
  requestId: string;
  at: Date;
}

/** What went to FAL: to be stopped where it is under way, and to know when the last copy is over. */
export async function listVendorRequests(db: Db, userId: string): Promise<VendorRequest[]> {
  const { rows } = await reach(() =>
    db.execute<{ endpoint: string; request_id: string; at: string }>(sql`
      select t.trainer as endpoint, t.request_id, coalesce(t.submitted_at, t.created_at)::text as at
        from trainings t join avatars a on a.id = t.avatar_id
       where a.user_id = ${userId} and t.request_id is not null and not t.is_test
      union all
      select coalesce(t.model, ''), p.request_id, p.changed_at::text
        from transcript_parts p join transcripts t on t.id = p.transcript_id
       where t.user_id = ${userId} and p.request_id is not null
      union all
      select coalesce(i.painter, ''), i.request_id, i.created_at::text from images i where i.user_id = ${userId} and i.request_id is not null`),
  );
  return rows.map(({ endpoint, request_id, at }) => ({ endpoint, requestId: request_id, at: new Date(at) }));
}

/** When FAL was last asked to hear something of theirs; the requests themselves are forgotten sooner. */
export async function lastHeardByFal(db: Db, userId: string): Promise<Date | null> {
  const { rows } = await reach(() =>
    db.execute<{ at: string | null }>(
      sql`select max(fal_asked_at)::text as at from transcripts where user_id = ${userId}`,
    ),
  );
  return rows[0]?.at ? new Date(rows[0].at) : null;
}

/** Keys of objects that rows name, wherever they lie; and unfinished uploads, which are no objects yet. */
export async function listNamedKeys(
  db: Db,
  userId: string,
): Promise<{ transcripts: string[]; avatars: string[]; writings: { key: string; writing: string }[] }> {
  const { rows } = await reach(() =>
    db.execute<{ bucket: string; key: string; writing: string | null }>(sql`
      select 'transcripts' as bucket, unnest(array[original_key, text_key]) as key, null as writing
        from transcripts where user_id = ${userId}
      union all select 'avatars', weights_key, null from avatars where user_id = ${userId}
      union all select 'avatars', p.storage_key, null from avatar_photos p join avatars a on a.id = p.avatar_id where a.user_id = ${userId}
      union all select 'avatars', t.archive_key, null from trainings t join avatars a on a.id = t.avatar_id where a.user_id = ${userId}
      union all select 'avatars', storage_key, null from image_files where user_id = ${userId}
      union all select b.bucket, e.storage_key, null from exports e, (values ('transcripts'), ('avatars')) b (bucket) where e.user_id = ${userId}
      union all select 'writing', 'transcripts/' || t.user_id || '/' || t.id || '/original', u.writing
        from uploads u join transcripts t on t.id = u.transcript_id where t.user_id = ${userId} and u.writing is not null and u.done_at is null`),
  );
  const of = (bucket: string) => rows.flatMap((row) => (row.bucket === bucket && row.key ? [row.key] : []));
  return {
    transcripts: of("transcripts"),
    avatars: of("avatars"),
    writings: rows.flatMap(({ bucket, key, writing }) =>
      bucket === "writing" && writing ? [{ key, writing }] : [],
    ),
  };
}

/** Removes every row of the person; the books go to a stub. Answers `{ gone }`. */
export const forgetPerson = (db: Db, userId: string, fingerprint: string, now: Date): Statement =>
  db.execute(
    sql`select forget_person(${userId}, ${newId("usr", now)}, ${fingerprint}, ${now.toISOString()}::timestamptz) as gone`,
  );
