import { type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { groupAnswers, groups, transcripts, users } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import type { Brought } from "../transcripts/index.ts";
import { optedOut } from "./group.ts";

/** A voice of a group. */
export interface Heard extends Omit<Brought, "telegramId" | "saidAt"> {
  threadId: number | null;
  /** Whose words these may be: any of them can refuse. People, and chats in whose name somebody writes. */
  speakers: readonly number[];
  /** Who wants the text, and by which message; without one it is made only where all voices are. */
  request: { messageId: number } | null;
  /** Whose coins are used where whoever asks pays; null for somebody who does not show who they are. */
  askerId: number | null;
}

/**
 * Takes a voice of a group in, where its admins and its speakers want that and somebody pays. Its text is nobody's: it
 * is not mixed with what the payer has, and not answered from there (`fresh`). The job is owed only `when` it was taken in.
 */
export function receiveInGroup(
  db: Db,
  heard: Heard,
  now: Date,
): { change: Statement; job: NewJob; when: SQL; unless: SQL } {
  const transcriptId = newId("trn", now);
  const at = now.toISOString();
  const asker =
    heard.askerId === null ? sql`null` : sql`(select id from ${users} where telegram_id = ${heard.askerId})`;
  const wanted = heard.request ? sql`g.mode in ('auto', 'request')` : sql`g.mode = 'auto'`;
  return {
    change: db.execute(sql`
      insert into ${transcripts} (id, user_id, chat_id, message_id, thread_id, request_message_id, source, file_id,
                                  file_unique_id, claimed_name, claimed_bytes, fresh, created_at, changed_at)
      select ${transcriptId}, payer.id, g.chat_id, ${heard.messageId}, ${heard.threadId}, ${heard.request?.messageId ?? null}::bigint,
             ${heard.source}::source_kind, ${heard.fileId}, ${heard.fileUniqueId}, ${heard.claimedName ?? null},
             ${heard.claimedBytes ?? null}::bigint, true, ${at}::timestamptz, ${at}::timestamptz
        from ${groups} g join ${users} payer on payer.id = coalesce(g.payer_id, ${asker})
       where g.chat_id = ${heard.chatId} and g.left_at is null and ${wanted} and payer.blocked_at is null
         and not ${optedOut(heard.speakers, heard.chatId)}
         and not exists (select 1 from ${groupAnswers} where chat_id = ${heard.chatId} and message_id = ${heard.messageId})
      on conflict (chat_id, message_id) do nothing`),
    job: { kind: "transcription.ingest", payload: { transcriptId }, key: `ingest:${transcriptId}` },
    when: sql`exists (select 1 from ${transcripts} where id = ${transcriptId})`,
    unless: sql`not exists (select 1 from ${transcripts} where id = ${transcriptId})`,
  };
}
