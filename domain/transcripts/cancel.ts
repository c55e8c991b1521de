import { and, eq, inArray, lt } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcripts, users } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { ownerOf } from "../users/index.ts";
import { endedAs } from "./ended.ts";
import { releaseSpeech } from "./pay.ts";
import { before, type Transcript } from "./states.ts";

/**
 * Stops the sender's recordings that are not transcribed yet: one by id, or all of them. What has not started will not,
 * the coins that were set aside for them come back, and where one has an earlier text that one stays. The job tidies up after them and, with `say`, tells how many there were.
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
        .set({ state: endedAs("cancelled"), cancelledAt: now, changedAt: now })
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
    .set({ state: endedAs("cancelled"), cancelledAt: now, changedAt: now })
    .where(and(eq(transcripts.chatId, chatId), inArray(transcripts.state, before("cancelled")))),
  releaseSpeech(db, { chatId, cancelledAt: now }, now),
];

/** Nobody comes back to a price after so long. */
const OFFER_DAYS = 7;

/** Recordings whose price was shown, and not answered for days, with whose they are. */
export const listForgottenOffers = (
  db: Db,
  now: Date,
  most: number,
): Promise<{ id: string; run: number; telegramId: number }[]> =>
  reach(() =>
    db
      .select({ id: transcripts.id, run: transcripts.run, telegramId: users.telegramId })
      .from(transcripts)
      .innerJoin(users, eq(users.id, transcripts.userId))
      .where(
        and(
          eq(transcripts.state, "quoted"),
          lt(transcripts.changedAt, secondsLater(now, -OFFER_DAYS * 86_400)),
        ),
      )
      .orderBy(transcripts.changedAt)
      .limit(most),
  );

/** The recordings that were stopped by one wish of one person. */
export const listCancelled = (db: Db, telegramId: number, at: Date): Promise<Transcript[]> =>
  reach(() =>
    db
      .select()
      .from(transcripts)
      .where(
        and(
          eq(transcripts.userId, ownerOf(telegramId)),
          inArray(transcripts.state, ["cancelled", "delivered"]),
          eq(transcripts.cancelledAt, at),
        ),
      ),
  );
