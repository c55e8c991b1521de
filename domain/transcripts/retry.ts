import { and, eq, inArray, isNotNull, or, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { transcriptParts, transcripts } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { ownerOf } from "../users/index.ts";

/**
 * Starts a failed recording again, one whose text has gaps, or whose new hearing failed: what is stored and heard stays, only the rest is done anew.
 * `by` is whose wish it is: a Telegram id may only retry its own, an operator any. Commit the changes in this order;
 * the job is owed only `when` the transcript was really revived.
 */
export function retryFailed(
  db: Db,
  id: string,
  by: { telegramId: number } | "operator",
  wish: string,
  now: Date,
): { changes: Statement[]; job: NewJob; when: SQL } {
  const revived = sql`exists (select 1 from ${transcripts} where ${transcripts.id} = ${id}
    and ${transcripts.state} = 'received' and ${transcripts.changedAt} = ${now.toISOString()}::timestamptz)`;
  const unheard = sql`exists (select 1 from ${transcriptParts}
    where ${transcriptParts.transcriptId} = ${id} and ${transcriptParts.state} <> 'heard')`;
  return {
    changes: [
      db
        .update(transcripts)
        .set({ state: "received", failure: null, run: sql`${transcripts.run} + 1`, changedAt: now })
        .where(
          and(
            eq(transcripts.id, id),
            or(
              eq(transcripts.state, "failed"),
              and(
                inArray(transcripts.state, ["delivered", "cancelled"]),
                isNotNull(transcripts.text),
                or(unheard, isNotNull(transcripts.failure)),
              ),
            ),
            by === "operator" ? undefined : eq(transcripts.userId, ownerOf(by.telegramId)),
          ),
        )
        .returning({ id: transcripts.id }),
      db
        .update(transcriptParts)
        .set({ state: "waiting", failure: null, requestId: null, changedAt: now })
        .where(and(eq(transcriptParts.transcriptId, id), eq(transcriptParts.state, "failed"), revived)),
    ],
    job: { kind: "transcription.ingest", payload: { transcriptId: id }, key: `ingest:${id}:${wish}` },
    when: revived,
  };
}
