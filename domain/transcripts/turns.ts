import { and, eq, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { jobs, transcripts } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";

/** So many recordings of one person in one chat are worked on at once. The rest waits its turn, so that others need not. */
export const AT_ONCE = 4;

/** Somebody's turn that was not called within this time was lost on the way. */
const LOST_SECONDS = 60;

const underWay = (table: string) =>
  sql.raw(
    `(${table}.state in ('transcribing', 'transcribed') or (${table}.state = 'received' and ${table}.parked_at is null))`,
  );

/** How many older recordings of the same person in the same chat are under way. */
export async function countAhead(db: Db, id: string): Promise<number> {
  const { rows } = await reach(() =>
    db.execute<{ ahead: number }>(sql`
      select count(*)::int as ahead from transcripts mine join transcripts other on other.user_id = mine.user_id and other.chat_id = mine.chat_id
       where mine.id = ${id} and other.id < mine.id and ${underWay("other")}`),
  );
  return Number(rows[0]?.ahead ?? 0);
}

/** Lets a recording wait until it is called. */
export const park = (db: Db, id: string, now: Date): Statement =>
  db
    .update(transcripts)
    .set({ parkedAt: now })
    .where(and(eq(transcripts.id, id), eq(transcripts.state, "received")));

/** Calls recordings that wait, and owes their ingestion. Answers the jobs' `{ id, kind }`, to be woken. */
const call = (db: Db, which: SQL, now: Date): Statement => {
  const at = sql`${now.toISOString()}::timestamptz`;
  return db.execute(sql`
    with called as (
      update ${transcripts} set parked_at = null where id in (${which}) and parked_at is not null returning id)
    insert into ${jobs} (id, kind, payload, key, run_after, woken_at, created_at, patient_since)
    select 'job_' || substr(md5(id || random()), 1, 26), 'transcription.ingest', jsonb_build_object('transcriptId', id),
           'ingest:' || id || ':turn:' || ${String(now.getTime())}, ${at}, ${at}, ${at}, ${at}
      from called
    on conflict (key) do nothing
    returning id, kind`);
};

const waiting = (owner: SQL, chat: SQL, most: number) => sql`
  select id from transcripts where user_id = ${owner} and chat_id = ${chat} and parked_at is not null and state = 'received'
   order by id limit ${most}::int for update skip locked`;

/** A recording has come to its end or waits for its owner: the next of the same person is called, in the same commit. */
export const callNext = (db: Db, id: string, now: Date): Statement =>
  call(
    db,
    waiting(
      sql`(select user_id from transcripts where id = ${id})`,
      sql`(select chat_id from transcripts where id = ${id})`,
      1,
    ),
    now,
  );

/** After a cancellation as many may have ended as were under way. */
export const callAfterCancel = (db: Db, telegramId: number, now: Date): Statement =>
  call(db, waiting(ownerOf(telegramId), sql`${telegramId}`, AT_ONCE), now);

/** Calls those who should have been called: one of each person who has fewer under way than they may. */
export async function callForgotten(db: Db, now: Date): Promise<{ id: string; kind: string }[]> {
  const since = secondsLater(now, -LOST_SECONDS).toISOString();
  const oldest = sql`
    select min(mine.id) from transcripts mine
     where mine.parked_at < ${since}::timestamptz and mine.state = 'received'
     group by mine.user_id, mine.chat_id
    having (select count(*) from transcripts other where other.user_id = mine.user_id and other.chat_id = mine.chat_id and ${underWay("other")}) < ${AT_ONCE}::int`;
  return calledBy(await reach(async () => (await call(db, oldest, now)) as unknown));
}

/** The jobs that a call has owed. */
export const calledBy = (answer: unknown): { id: string; kind: string }[] =>
  (answer as { rows: { id: string; kind: string }[] }).rows;
