import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcriptParts, transcripts } from "../../schema/index.ts";
import type { PartPlan } from "../media/plan-cuts.ts";
import { listPauses, type Pauses } from "../vendors/index.ts";
import type { HeardPart } from "./heard.ts";

export type Part = typeof transcriptParts.$inferSelect;

/** The parts of a recording, as planned. Planning again (after a crash) changes nothing. */
export const layOutParts = (db: Db, transcriptId: string, plans: readonly PartPlan[]): Statement =>
  db
    .insert(transcriptParts)
    .values(
      plans.map((plan) => ({
        transcriptId,
        position: plan.index,
        fromSeconds: plan.from,
        toSeconds: plan.to,
        plan,
      })),
    )
    .onConflictDoNothing();

/** Forgets what was planned and heard: it is to be looked through anew. */
export const dropParts = (db: Db, transcriptId: string): Statement =>
  db.delete(transcriptParts).where(eq(transcriptParts.transcriptId, transcriptId));

/** A part, and until when which vendors want to be left alone: all that is asked before it is heard, in one round trip. */
export async function findPart(
  db: Db,
  transcriptId: string,
  position: number,
): Promise<{ part: Part; pauses: Pauses } | null> {
  const [found] = await reach(() =>
    db
      .select({ part: transcriptParts, pauses: listPauses })
      .from(transcriptParts)
      .where(and(eq(transcriptParts.transcriptId, transcriptId), eq(transcriptParts.position, position))),
  );
  return found ?? null;
}

export const listParts = (db: Db, transcriptId: string): Promise<Part[]> =>
  reach(() =>
    db
      .select()
      .from(transcriptParts)
      .where(eq(transcriptParts.transcriptId, transcriptId))
      .orderBy(asc(transcriptParts.position)),
  );

/** Closes a part, with its words or with the reason why there are none. */
export const closePart = (
  db: Db,
  transcriptId: string,
  position: number,
  result: { heard: HeardPart } | { failure: string },
  now: Date,
): Statement =>
  db
    .update(transcriptParts)
    .set(
      "heard" in result
        ? { state: "heard", heard: result.heard, failure: null, changedAt: now }
        : { state: "failed", failure: result.failure, changedAt: now },
    )
    .where(and(eq(transcriptParts.transcriptId, transcriptId), eq(transcriptParts.position, position)));

/** Remembers the vendor's id of a hearing that is under way there; null when the vendor has lost it. */
export const noteRequest = (
  db: Db,
  transcriptId: string,
  position: number,
  requestId: string | null,
  now: Date,
): Statement =>
  db
    .update(transcriptParts)
    .set({ requestId, changedAt: now })
    .where(and(eq(transcriptParts.transcriptId, transcriptId), eq(transcriptParts.position, position)));

/** Remembers that FAL was asked: it keeps what it is sent for longer than we keep the request. */
export const noteAskedFal = (db: Db, transcriptId: string, now: Date): Statement =>
  db.update(transcripts).set({ falAskedAt: now }).where(eq(transcripts.id, transcriptId));

/** Remembers a hearing that is doubted, and the request that is to do better. */
export const noteDoubted = (
  db: Db,
  transcriptId: string,
  position: number,
  again: { heard: HeardPart; requestId: string },
  now: Date,
): Statement =>
  db
    .update(transcriptParts)
    .set({ ...again, changedAt: now })
    .where(and(eq(transcriptParts.transcriptId, transcriptId), eq(transcriptParts.position, position)));

/** How many parts are closed, of all. */
export const countParts = (db: Db, transcriptId: string) =>
  db
    .select({
      closed: sql<number>`count(*) filter (where ${transcriptParts.state} <> 'waiting')::int`,
      all: sql<number>`count(*)::int`,
    })
    .from(transcriptParts)
    .where(eq(transcriptParts.transcriptId, transcriptId));

/**
 * Parts finish side by side. Each takes the transcript's row lock before it closes itself, so the statements after
 * it see every part that closed before, and exactly one part sees that it was the last.
 */
export const lockTranscript = (db: Db, transcriptId: string): Statement =>
  db.execute(sql`select 1 from ${transcripts} where ${transcripts.id} = ${transcriptId} for update`);

/** Holds when no part of the recording is open any more. */
export const allPartsClosed = (transcriptId: string): SQL =>
  sql`not exists (select 1 from ${transcriptParts}
                   where ${transcriptParts.transcriptId} = ${transcriptId} and ${transcriptParts.state} = 'waiting')`;
