import { and, eq, isNotNull, lt } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcriptParts, transcripts } from "../../schema/index.ts";

/** A part that was handed to a vendor as an object of its own. */
export interface LeftPart {
  transcriptId: string;
  position: number;
  originalKey: string | null;
}

/** The vendor's link to a part ends after so long: whatever was not fetched by then never will be. */
const LINKED_SECONDS = 6 * 3_600;

/** Parts whose hearing by request ended or was left, and whose object may still lie in the store. */
export const listLeftParts = (db: Db, most: number, now: Date): Promise<LeftPart[]> =>
  reach(() =>
    db
      .select({
        transcriptId: transcriptParts.transcriptId,
        position: transcriptParts.position,
        originalKey: transcripts.originalKey,
      })
      .from(transcriptParts)
      .innerJoin(transcripts, eq(transcripts.id, transcriptParts.transcriptId))
      .where(
        and(
          isNotNull(transcriptParts.requestId),
          lt(transcriptParts.changedAt, secondsLater(now, -LINKED_SECONDS)),
        ),
      )
      .orderBy(transcriptParts.changedAt)
      .limit(most),
  );

/** Forgets the request: its part has no object any more. */
export const forgetRequest = (db: Db, { transcriptId, position }: LeftPart): Statement =>
  db
    .update(transcriptParts)
    .set({ requestId: null })
    .where(and(eq(transcriptParts.transcriptId, transcriptId), eq(transcriptParts.position, position)));
