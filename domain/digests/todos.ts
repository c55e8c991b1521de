import { and, eq, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { digests, todos } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { remindAtOf, zoneOf } from "../todos/index.ts";
import { type Digest, pointsOf } from "./digest.ts";
import type { WholeDigest } from "./find.ts";

/**
 * Keeps the tasks of a list as to-dos. They take the place of those of its earlier versions; what was ticked there and is
 * proven by the same words stays ticked.
 */
export function keepTodos(
  db: Db,
  { digest, transcripts, owner }: WholeDigest,
  written: Digest,
  now: Date,
): Statement[] {
  const rows = pointsOf(written).flatMap((task, position) => {
    const transcriptId = transcripts[task.source]?.id;
    if (!transcriptId) return [];
    return {
      id: newId("tod", now),
      userId: digest.userId,
      digestId: digest.id,
      position,
      transcriptId,
      text: task.text,
      assignee: task.owner ?? null,
      dueOn: task.due?.on ?? null,
      dueTime: task.due?.time ?? null,
      dueWords: task.due?.words ?? null,
      quote: task.quote,
      atSeconds: task.at,
      remindAt: remindAtOf(
        { dueOn: task.due?.on ?? null, dueTime: task.due?.time ?? null },
        zoneOf(owner),
        now,
      ),
      doneAt: sql`(select max(old.done_at) from ${todos} old join ${digests} d on d.id = old.digest_id
        where d.user_id = ${digest.userId} and d.wish = ${digest.wish} and old.quote = ${task.quote})`,
      createdAt: now,
    };
  });
  const earlier = sql`${todos.digestId} in (select id from ${digests} where user_id = ${digest.userId}
    and wish = ${digest.wish} and id <> ${digest.id})`;
  return [
    ...(rows.length > 0 ? [db.insert(todos).values(rows).onConflictDoNothing()] : []),
    db.delete(todos).where(and(eq(todos.userId, digest.userId), earlier)),
  ];
}
