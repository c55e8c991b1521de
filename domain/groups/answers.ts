import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { groupAnswers, transcripts } from "../../schema/index.ts";

/** Nobody asks again for the text of a voice this old. */
const KEEP_DAYS = 30;

/** A voice of a group was answered: it is not heard again. */
export const noteAnswer = (
  db: Db,
  voice: { chatId: number; messageId: number },
  answerId: number,
  now: Date,
): Statement =>
  db
    .insert(groupAnswers)
    .values({ ...voice, answerId, answeredAt: now })
    .onConflictDoNothing();

/** The message that answered a voice; null when there is none. */
export async function findAnswer(db: Db, chatId: number, messageId: number): Promise<number | null> {
  const [answer] = await reach(() =>
    db
      .select({ answerId: groupAnswers.answerId })
      .from(groupAnswers)
      .where(and(eq(groupAnswers.chatId, chatId), eq(groupAnswers.messageId, messageId))),
  );
  return answer?.answerId ?? null;
}

/** Whether the text of a voice is being made just now. */
export async function isUnderWay(db: Db, chatId: number, messageId: number): Promise<boolean> {
  const found = await reach(() =>
    db
      .select({ id: transcripts.id })
      .from(transcripts)
      .where(and(eq(transcripts.chatId, chatId), eq(transcripts.messageId, messageId))),
  );
  return found.length > 0;
}

export async function forgetAnswers(db: Db, now: Date): Promise<void> {
  await reach(() =>
    db.delete(groupAnswers).where(lt(groupAnswers.answeredAt, secondsLater(now, -KEEP_DAYS * 86_400))),
  );
}

/** Recordings of groups that came to an end a while ago and are still here: their erasure was lost. */
export const listLeftBehind = (db: Db, now: Date, most: number): Promise<{ id: string }[]> =>
  reach(() =>
    db
      .select({ id: transcripts.id })
      .from(transcripts)
      .where(
        and(
          sql`${transcripts.chatId} < 0`,
          inArray(transcripts.state, ["delivered", "refused", "failed", "cancelled"]),
          lt(transcripts.changedAt, secondsLater(now, -600)),
        ),
      )
      .limit(most),
  );
