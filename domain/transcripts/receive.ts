import { sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
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
  /** When it was said, as far as the message knows. */
  saidAt: Date;
}

/** Takes a recording in: its row, and the job that is now owed. Commit both together with the sender's row. */
export function receive(
  db: Db,
  brought: Brought,
  now: Date,
): { change: Statement; job: NewJob; transcriptId: string } {
  const transcriptId = newId("trn", now);
  const change = db.execute(sql`
    select receive_recording(${transcriptId}, ${brought.telegramId}, ${brought.chatId}, ${brought.messageId},
                             ${brought.source}, ${brought.fileId}, ${brought.fileUniqueId},
                             ${brought.claimedName ?? null}, ${brought.claimedBytes ?? null}, ${now.toISOString()},
                             ${brought.saidAt.toISOString()})`);
  return {
    change,
    job: { kind: "transcription.ingest", payload: { transcriptId }, key: `ingest:${transcriptId}` },
    transcriptId,
  };
}
