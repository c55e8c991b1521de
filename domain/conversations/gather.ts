import { sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import type { Db, Statement } from "../../ports/postgres.ts";
import { conversationItems, conversations, transcripts } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";

/** A message that was forwarded: a recording that is being transcribed, or a text. */
export interface Forwarded {
  telegramId: number;
  chatId: number;
  messageId: number;
  /** Who said it, and when, as its origin says. */
  speaker: string;
  saidAt: Date;
  content: { transcriptId: string } | { text: string };
}

/** What is forwarded within this time after the last belongs to the same conversation. */
const OPEN_SECONDS = 120;
/** Telegram lets 100 messages be forwarded at once; half of them may be recordings. */
const MOST_RECORDINGS = 50;
const MOST_MESSAGES = 150;

/** After so long without another message the forwarding is over, and the person looks at the chat again. */
export const QUIET_SECONDS = 4;

/**
 * Notes a forwarded message with those that came just before. Commit the changes in this order, after the recording's
 * own row; the job then looks whether it is a conversation. However many arrive together, they owe one job.
 */
export function gather(db: Db, forwarded: Forwarded, now: Date): { changes: Statement[]; job: NewJob } {
  const { telegramId, chatId, messageId, speaker, saidAt, content } = forwarded;
  const transcriptId = "transcriptId" in content ? content.transcriptId : null;
  const text = "text" in content ? content.text : null;
  const at = (moment: Date) => sql`${moment.toISOString()}::timestamptz`;
  const isFull = sql`(select count(*) >= ${MOST_MESSAGES}::int or count(i.transcript_id) >= ${MOST_RECORDINGS}::int
    from ${conversationItems} i where i.conversation_id = c.id)`;
  const window = Math.floor(now.getTime() / 1000 / QUIET_SECONDS);
  return {
    changes: [
      db.execute(sql`
        update ${conversations} c set open = false
         where c.chat_id = ${chatId} and c.open
           and (c.last_at < ${at(secondsLater(now, -OPEN_SECONDS))} or ${isFull})`),
      db.execute(sql`
        insert into ${conversations} as known (id, user_id, chat_id, last_at, created_at)
        values (${newId("cnv", now)}, ${ownerOf(telegramId)}, ${chatId}, ${at(now)}, ${at(now)})
        on conflict (chat_id) where open do update set last_at = greatest(known.last_at, excluded.last_at)`),
      db.execute(sql`
        insert into ${conversationItems} (chat_id, message_id, conversation_id, transcript_id, text, speaker, said_at)
        select ${chatId}::bigint, ${messageId}::bigint, c.id, ${transcriptId}::text, ${text}::text, ${speaker}::text, ${at(saidAt)}
          from ${conversations} c
         where c.chat_id = ${chatId} and c.open
           and (${transcriptId}::text is null or exists (select 1 from ${transcripts} t where t.id = ${transcriptId}::text))
        on conflict do nothing`),
    ],
    job: {
      kind: "transcription.gather",
      payload: { telegramId, chatId },
      key: `gather:${chatId}:${window}`,
    },
  };
}
