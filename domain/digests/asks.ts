import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { digestAsks, transcripts } from "../../schema/index.ts";
import type { Transcript } from "../transcripts/index.ts";
import { ownerOf } from "../users/index.ts";
import { MOST_SOURCES } from "./wish.ts";

export type Ask = typeof digestAsks.$inferSelect;

/** Remembers what a message of ours asks about; asking again in the same message replaces it. */
export const noteAsk = (
  db: Db,
  telegramId: number,
  ask: Pick<Ask, "chatId" | "messageId" | "transcriptIds"> & { digestId?: string },
  now: Date,
): Statement =>
  db
    .insert(digestAsks)
    .values({ ...ask, userId: sql`${ownerOf(telegramId)}`, createdAt: now })
    .onConflictDoUpdate({
      target: [digestAsks.chatId, digestAsks.messageId],
      set: { transcriptIds: ask.transcriptIds, digestId: ask.digestId ?? null },
      setWhere: eq(digestAsks.userId, ownerOf(telegramId)),
    });

/** What a message of ours asks about; null when it asks nothing of this person. */
export async function findAsk(
  db: Db,
  telegramId: number,
  { chatId, messageId }: { chatId: number; messageId: number },
): Promise<Ask | null> {
  const [found] = await reach(() =>
    db
      .select()
      .from(digestAsks)
      .where(
        and(
          eq(digestAsks.chatId, chatId),
          eq(digestAsks.messageId, messageId),
          eq(digestAsks.userId, ownerOf(telegramId)),
        ),
      ),
  );
  return found ?? null;
}

/** Takes a transcript of the sender's into the selection that a message shows, or out of it. */
export const toggleInAsk = (
  db: Db,
  telegramId: number,
  { chatId, messageId }: { chatId: number; messageId: number },
  transcriptId: string,
): Statement =>
  db.execute(sql`
    update ${digestAsks} set transcript_ids = case
        when ${transcriptId} = any(transcript_ids) then array_remove(transcript_ids, ${transcriptId})
        when cardinality(transcript_ids) < ${MOST_SOURCES}::int then array_append(transcript_ids, ${transcriptId})
        else transcript_ids end
     where chat_id = ${chatId} and message_id = ${messageId} and user_id = ${ownerOf(telegramId)}
       and exists (select 1 from ${transcripts} t where t.id = ${transcriptId} and t.user_id = ${ownerOf(telegramId)})`);

/** As many recordings fit under a message without it becoming an archive. */
const CHOOSABLE_PER_PAGE = 12;

/** A page of transcripts with words to choose from, the newest first. `after`: the last one of the page before. */
export async function listChoosable(
  db: Db,
  telegramId: number,
  after?: string,
): Promise<{ choosable: Choosable[]; more: boolean }> {
  // Keyset: the page goes on behind a row, however many came before it meanwhile.
  const beyond =
    after === undefined
      ? undefined
      : sql`(${transcripts.createdAt}, ${transcripts.id}) < (select last.created_at, last.id from ${transcripts} last
             where last.id = ${after} and last.user_id = ${ownerOf(telegramId)})`;
  const rows: Choosable[] = await reach(() =>
    db
      .select({
        id: transcripts.id,
        claimedName: transcripts.claimedName,
        seconds: transcripts.seconds,
        createdAt: transcripts.createdAt,
        beginning: sql<string>`left(${transcripts.text}, 80)`,
      })
      .from(transcripts)
      .where(
        and(
          eq(transcripts.userId, ownerOf(telegramId)),
          inArray(transcripts.state, ["delivered", "transcribed"]),
          sql`${transcripts.text} <> ''`,
          beyond,
        ),
      )
      .orderBy(sql`${transcripts.createdAt} desc, ${transcripts.id} desc`)
      .limit(CHOOSABLE_PER_PAGE + 1),
  );
  return { choosable: rows.slice(0, CHOOSABLE_PER_PAGE), more: rows.length > CHOOSABLE_PER_PAGE };
}

export type Choosable = Pick<Transcript, "id" | "claimedName" | "seconds" | "createdAt"> & {
  beginning: string;
};

/** A question that is older finds nobody who still thinks of it. */
const KEEP_SECONDS = 30 * 86_400;

export const forgetAsks = async (db: Db, now: Date): Promise<void> => {
  await reach(() => db.delete(digestAsks).where(lt(digestAsks.createdAt, secondsLater(now, -KEEP_SECONDS))));
};
