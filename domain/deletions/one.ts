import { type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { jobs } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";

/** How long a deletion can be taken back. */
export const UNDO_SECONDS = 30;

/** The wish to delete one recording: carried out when it can no longer be taken back. Whose it is, the step looks. */
export const eraseLater = (
  telegramId: number,
  transcriptId: string,
  messageId: number,
  wish: string,
  now: Date,
): NewJob => ({
  kind: "transcription.erase",
  payload: { telegramId, transcriptId, messageId, at: now.getTime() },
  key: `erase:${transcriptId}:${wish}`,
});

/** Takes it back. Answers no row when it is too late, or was never wished by them. */
export const keepAfterAll = (
  db: Db,
  telegramId: number,
  transcriptId: string,
  now: Date,
): { change: Statement; when: SQL } => ({
  change: db.execute(sql`
    update ${jobs} set state = 'dropped', ended_at = ${now.toISOString()}::timestamptz
     where kind = 'transcription.erase' and state = 'waiting'
       and payload->>'transcriptId' = ${transcriptId} and payload->>'telegramId' = ${String(telegramId)}
    returning id`),
  when: sql`exists (select 1 from ${jobs} where kind = 'transcription.erase' and state = 'dropped'
    and payload->>'transcriptId' = ${transcriptId} and ended_at = ${now.toISOString()}::timestamptz)`,
});
