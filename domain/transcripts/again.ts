import { and, eq, inArray, isNotNull, ne, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { transcriptParts, transcripts } from "../../schema/index.ts";
import { DOCUMENT_KINDS, isDocument } from "../documents/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { ownerOf } from "../users/index.ts";
import type { Transcript } from "./states.ts";

/** Whether there is sound behind a text: a dialogue was joined from others' words, and a text file was only read. */
export const canHearAgain = ({ source, container }: Pick<Transcript, "source" | "container">): boolean =>
  source !== "conversation" && !isDocument(container);

/**
 * Hears a recording that has a text again, wholly: with times, with speakers, or simply anew. The text and the names in
 * it stay until there is a new one; the message that asked for it shows its progress. Commit the changes in this order;
 * the job is owed only `when` the recording was its owner's, has sound, and was at rest.
 */
export function hearAgain(
  db: Db,
  by: { telegramId: number; statusMessageId: number | null },
  id: string,
  want: Transcript["want"],
  wish: string,
  now: Date,
): { changes: Statement[]; job: NewJob; when: SQL } {
  const revived = sql`exists (select 1 from ${transcripts} where ${transcripts.id} = ${id}
    and ${transcripts.state} = 'received' and ${transcripts.changedAt} = ${now.toISOString()}::timestamptz)`;
  return {
    changes: [
      db
        .update(transcripts)
        .set({
          state: "received",
          want,
          fresh: true,
          run: sql`${transcripts.run} + 1`,
          failure: null,
          // Another way of hearing has another price, and nobody has agreed to it yet.
          agreedCoins: null,
          statusMessageId: by.statusMessageId,
          statusEditedAt: now,
          changedAt: now,
        })
        .where(
          and(
            eq(transcripts.id, id),
            eq(transcripts.userId, ownerOf(by.telegramId)),
            inArray(transcripts.state, ["delivered", "failed", "cancelled"]),
            isNotNull(transcripts.text),
            // As `canHearAgain`.
            ne(transcripts.source, "conversation"),
            sql`coalesce(${transcripts.container}, '') not in ${DOCUMENT_KINDS}`,
          ),
        )
        .returning({ id: transcripts.id }),
      db.delete(transcriptParts).where(and(eq(transcriptParts.transcriptId, id), revived)),
    ],
    job: { kind: "transcription.ingest", payload: { transcriptId: id }, key: `ingest:${id}:${wish}` },
    when: revived,
  };
}
