import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { digestSources, digests, droppedTodos, todos } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { hashOfQuote, remindAtOf, zoneOf } from "../todos/index.ts";
import { type Digest, pointsOf } from "./digest.ts";
import type { WholeDigest } from "./find.ts";

/**
 * Keeps the tasks of a list as to-dos. They take the place of those of every earlier list about the same recordings, in
 * whatever language and of whatever hearing; what their owner did to a task that is proven by the same words stays done:
 * its tick, its other day, its reminder, its deletion.
 */
export function keepTodos(db: Db, whole: WholeDigest, written: Digest, now: Date): Statement[] {
  const { digest, transcripts, owner } = whole;
  const rows = pointsOf(written).flatMap((task, position) => {
    const transcriptId = transcripts[task.source]?.id;
    if (!transcriptId) return [];
    const due = { dueOn: task.due?.on ?? null, dueTime: task.due?.time ?? null };
    return {
      id: newId("tod", now),
      userId: digest.userId,
      digestId: digest.id,
      position,
      transcriptId,
      text: task.text,
      assignee: task.owner ?? null,
      ...due,
      dueWords: task.due?.words ?? null,
      quote: task.quote,
      atSeconds: task.at,
      remindAt: remindAtOf(due, zoneOf(owner), now),
      createdAt: now,
    };
  });
  const earlier = earlierLists(whole);
  return [
    ...(rows.length > 0
      ? [
          db.insert(todos).values(rows).onConflictDoNothing(),
          carryOver(db, digest.id, earlier),
          leaveOutDropped(db, digest.id),
        ]
      : []),
    db.delete(todos).where(and(eq(todos.userId, digest.userId), sql`${todos.digestId} in (${earlier})`)),
  ];
}

/** The ids of the other lists about the same recordings. */
const earlierLists = ({ digest }: WholeDigest): SQL => {
  const sources = (of: SQL) =>
    sql`array(select s.transcript_id from ${digestSources} s where s.digest_id = ${of} order by s.position)`;
  return sql`select d.id from ${digests} d where d.user_id = ${digest.userId} and d.kind = 'todo' and d.id <> ${digest.id}
    and ${sources(sql`d.id`)} = ${sources(sql`${digest.id}`)}`;
};

/**
 * A day stays where its owner chose it (it is not the one that its list had found), and a reminder where the day is the
 * same; a day that was only found anew is the new one.
 */
const carryOver = (db: Db, digestId: string, earlier: SQL): Statement =>
  db.execute(sql`
    with old as (
      select distinct on (t.transcript_id, t.quote) t.*,
             (t.due_on::text, t.due_time) is distinct from (found.due->>'on', found.due->>'time') as chosen
        from ${todos} t join ${digests} d on d.id = t.digest_id
       cross join lateral (
         select jsonb_path_query_array(d.result, '$.groups[*].points[*]') -> t.position -> 'due' as due) found
       where t.digest_id in (${earlier})
       order by t.transcript_id, t.quote, t.done_at nulls last, t.created_at desc),
    kept as (
      select mine.id, old.done_at, old.due_on, old.due_time, old.remind_at,
             old.chosen or (old.due_on, old.due_time) is not distinct from (mine.due_on, mine.due_time) as with_day
        from ${todos} mine join old on old.transcript_id = mine.transcript_id and old.quote = mine.quote
       where mine.digest_id = ${digestId})
    update ${todos} mine
       set done_at = kept.done_at,
           due_on = case when kept.with_day then kept.due_on else mine.due_on end,
           due_time = case when kept.with_day then kept.due_time else mine.due_time end,
           remind_at = case when kept.with_day then kept.remind_at else mine.remind_at end
      from kept where mine.id = kept.id`);

const leaveOutDropped = (db: Db, digestId: string): Statement =>
  db.delete(todos).where(
    and(
      eq(todos.digestId, digestId),
      sql`exists (select from ${droppedTodos} x where x.transcript_id = ${todos.transcriptId}
            and x.quote_sha256 = ${hashOfQuote(sql`${todos.quote}`)})`,
    ),
  );
