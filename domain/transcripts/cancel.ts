import { and, eq, inArray } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcripts } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { ownerOf } from "../users/index.ts";
import { releaseSpeech } from "./pay.ts";
import { before, type Transcript } from "./states.ts";

/**
 * Stops the sender's recordings that are not transcribed yet: one by id, or all of them. What has not started will not,
 * and the coins that were set aside for them come back. The job tidies up after them and, with `say`, tells how many there were.
 */
export function cancelOwn(
  db: Db,
  telegramId: number,
  id: string | "all",
  wish: string,
  now: Date,
): { changes: Statement[]; job: NewJob } {
  return {
    changes: [
      db
        .update(transcripts)
        .set({ state: "cancelled", cancelledAt: now, changedAt: now })
        .where(
          and(
            eq(transcripts.userId, ownerOf(telegramId)),
            inArray(transcripts.state, before("cancelled")),
            id === "all" ? undefined : eq(transcripts.id, id),
          ),
        ),
      releaseSpeech(db, { telegramId, cancelledAt: now }, now),
    ],
    job: {
      kind: "transcription.cancelled",
      payload: { telegramId, at: now.toISOString(), say: id === "all" },
      key: `cancelled:${wish}`,
    },
  };
}

/** Stops what is under way in a chat that the bot is not in any more. */
export const cancelInChat = (db: Db, chatId: number, now: Date): Statement[] => [
  db
    .update(transcripts)
    .set({ state: "cancelled", cancelledAt: now, changedAt: now })
    .where(and(eq(transcripts.chatId, chatId), inArray(transcripts.state, before("cancelled")))),
  releaseSpeech(db, { chatId, cancelledAt: now }, now),
];

/** The recordings that were stopped by one wish of one person. */
export const listCancelled = (db: Db, telegramId: number, at: Date): Promise<Transcript[]> =>
  reach(() =>
    db
      .select()
      .from(transcripts)
      .where(
        and(
          eq(transcripts.userId, ownerOf(telegramId)),
          eq(transcripts.state, "cancelled"),
          eq(transcripts.cancelledAt, at),
        ),
      ),
  );
