import type { Db, Statement } from "../../ports/postgres.ts";
import { transcripts } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";
import type { Transcript } from "./states.ts";

/** A recording as a message brings it. */
export interface Brought {
  telegramId: number;
  chatId: number;
  messageId: number;
  source: Transcript["source"];
  fileId: string;
  fileUniqueId: string;
  claimedName?: string | undefined;
  claimedBytes?: number | undefined;
}

/** Takes a recording in: its row, and the job that is now owed. Commit both together with the sender's row. */
export function receive(
  db: Db,
  brought: Brought,
  now: Date,
): { change: Statement; job: NewJob; transcriptId: string } {
  const { telegramId, ...row } = brought;
  const transcriptId = newId("trn", now);
  const change = db
    .insert(transcripts)
    .values({
      ...row,
      id: transcriptId,
      userId: ownerOf(telegramId),
      claimedName: row.claimedName ?? null,
      claimedBytes: row.claimedBytes ?? null,
      createdAt: now,
      changedAt: now,
    })
    .onConflictDoNothing({ target: [transcripts.chatId, transcripts.messageId] });
  return {
    change,
    job: { kind: "transcription.ingest", payload: { transcriptId }, key: `ingest:${transcriptId}` },
    transcriptId,
  };
}
