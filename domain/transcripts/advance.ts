import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { transcripts } from "../../schema/index.ts";
import { endedAs } from "./ended.ts";
import { releaseSpeech } from "./pay.ts";
import { before, isRefusal, type Transcript, type TranscriptState } from "./states.ts";

type Facts = Partial<
  Pick<
    Transcript,
    | "originalKey"
    | "bytes"
    | "container"
    | "codec"
    | "seconds"
    | "text"
    | "passages"
    | "coverage"
    | "textKey"
    | "languages"
    | "model"
    | "toldAt"
    | "statusMessageId"
    | "sha256"
    | "reusedFrom"
    | "resultMessageId"
    | "resultIsFile"
    | "speakers"
    | "voiceAsked"
    | "voicesMessageId"
  >
>;

/** Moves a transcript to `state`, with what was learned on the way; does nothing where the table of states forbids it. */
export const advance = (db: Db, id: string, state: TranscriptState, facts: Facts, now: Date): Statement =>
  db
    .update(transcripts)
    .set({ ...facts, state, failure: null, changedAt: now })
    .where(and(eq(transcripts.id, id), inArray(transcripts.state, before(state))));

/** What was learned without a change of state. */
export const note = (db: Db, id: string, facts: Facts, now: Date): Statement =>
  db
    .update(transcripts)
    .set({ ...facts, changedAt: now })
    .where(eq(transcripts.id, id));

/**
 * Ends a try without a text: refused when the file is at fault, failed otherwise; where there is an earlier text, that one
 * stays delivered, and the reason says what became of the try. Its coins go back.
 */
export function giveUp(db: Db, id: string, reason: string, now: Date): Statement[] {
  const state = isRefusal(reason) ? "refused" : "failed";
  return [
    db
      .update(transcripts)
      .set({ state: endedAs(state), failure: reason, changedAt: now })
      .where(and(eq(transcripts.id, id), inArray(transcripts.state, before(state)))),
    releaseSpeech(db, { id }, now),
  ];
}

/** The status message that shows this recording's progress; null once it is removed. */
export const showStatus = (db: Db, id: string, statusMessageId: number | null, now: Date): Statement =>
  db.update(transcripts).set({ statusMessageId, statusEditedAt: now }).where(eq(transcripts.id, id));

/** Telegram counts edits like messages: one edit per chat every 3 s stays clear of its limit of about 1 message/s. */
const EDIT_EVERY_SECONDS = 3;

/** Takes the right to edit the status message now: returns a row only when the last edit is long enough ago. */
export const claimStatusEdit = (db: Db, id: string, now: Date) =>
  db
    .update(transcripts)
    .set({ statusEditedAt: now })
    .where(
      and(
        eq(transcripts.id, id),
        // A late edit must not overwrite "stopped".
        inArray(transcripts.state, ["received", "transcribing"]),
        sql`${transcripts.statusMessageId} is not null`,
        sql`${transcripts.statusEditedAt} <= ${now.toISOString()}::timestamptz - make_interval(secs => ${EDIT_EVERY_SECONDS})`,
      ),
    )
    .returning({ statusMessageId: transcripts.statusMessageId });
