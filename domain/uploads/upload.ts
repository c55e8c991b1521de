import { and, eq, inArray, isNull, lt, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { transcripts, uploads, users } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import type { Transcript } from "../transcripts/index.ts";
import type { User } from "../users/index.ts";

export type Upload = typeof uploads.$inferSelect;

/** An upload with its recording and whose it is. */
export interface OwnedUpload {
  upload: Upload;
  transcript: Transcript;
  owner: User;
}

/** How long the page is open: a large file over a slow line, and a night in between. */
const OPEN_SECONDS = 86_400;

/** The size of the parts; S3 allows 10,000 of them. Small enough to be sent again without tears. */
const PART_BYTES = 8 * 2 ** 20;

/**
 * Opens the page for a recording whose file Telegram does not hand out. One that is open stays as it is; one that was
 * done opens anew when what was uploaded is not kept any more.
 */
export const openUpload = (db: Db, transcriptId: string, now: Date): Statement =>
  db
    .insert(uploads)
    .values({ transcriptId, expiresAt: secondsLater(now, OPEN_SECONDS), createdAt: now })
    .onConflictDoUpdate({
      target: uploads.transcriptId,
      set: { ...NO_FILE, doneAt: null, expiresAt: secondsLater(now, OPEN_SECONDS) },
      setWhere: sql`${uploads.doneAt} is not null and exists (
        select 1 from ${transcripts} where ${transcripts.id} = ${transcriptId} and ${transcripts.originalKey} is null)`,
    });

const NO_FILE = { name: null, bytes: null, modified: null, writing: null, partBytes: null, tags: {} };

export async function findUpload(db: Db, transcriptId: string): Promise<OwnedUpload | null> {
  const [found] = await reach(() =>
    db
      .select({ upload: uploads, transcript: transcripts, owner: users })
      .from(uploads)
      .innerJoin(transcripts, eq(transcripts.id, uploads.transcriptId))
      .innerJoin(users, eq(users.id, transcripts.userId))
      .where(eq(uploads.transcriptId, transcriptId)),
  );
  return found ?? null;
}

/** A file as the browser describes it. */
export type LocalFile = { name: string; bytes: number; modified: number };

/** Whether this is the file whose upload has begun. */
export const isSameFile = (upload: Upload, file: LocalFile): boolean =>
  upload.writing !== null &&
  upload.name === file.name &&
  upload.bytes === file.bytes &&
  upload.modified === file.modified;

const stillOpen = (transcriptId: string): SQL | undefined =>
  and(eq(uploads.transcriptId, transcriptId), isNull(uploads.doneAt));

/** Begins with a file from its first byte; what was there of another is forgotten. */
export const beginFile = (db: Db, transcriptId: string, file: LocalFile, writing: string): Statement =>
  db
    .update(uploads)
    .set({ ...file, writing, partBytes: PART_BYTES, tags: {} })
    .where(stillOpen(transcriptId));

/** Forgets a writing that came to nothing, so that the next try begins anew. */
export const forgetFile = (db: Db, transcriptId: string): Statement =>
  db.update(uploads).set({ writing: null, tags: {} }).where(stillOpen(transcriptId));

/** Notes that a part is there. A tag for another writing than the present one is not taken. */
export const notePart = (
  db: Db,
  transcriptId: string,
  writing: string,
  number: number,
  tag: string,
): Statement =>
  db
    .update(uploads)
    .set({ tags: sql`${uploads.tags} || ${JSON.stringify({ [number]: tag })}::jsonb` })
    .where(and(stillOpen(transcriptId), eq(uploads.writing, writing)));

/** The numbers of the parts a file has. */
export const countParts = ({ bytes, partBytes }: Pick<Upload, "bytes" | "partBytes">): number =>
  bytes && partBytes ? Math.ceil(bytes / partBytes) : 0;

/** The length of one part: all are alike but the last. */
export const lengthOfPart = ({ bytes, partBytes }: Upload, number: number): number =>
  Math.min(partBytes ?? 0, (bytes ?? 0) - (number - 1) * (partBytes ?? 0));

/**
 * Hands the uploaded file on: the page closes for good, and the recording begins again with its bytes in our storage.
 * Commit the changes in this order; the job is owed only when the recording was really revived.
 */
export function finishUpload(
  db: Db,
  { upload, transcript }: OwnedUpload,
  stored: { originalKey: string; bytes: number },
  now: Date,
): { changes: Statement[]; job: NewJob; when: SQL } {
  const { id } = transcript;
  const waiting = and(
    eq(transcripts.id, id),
    // "delivered": it was to be heard again, and its text is there.
    inArray(transcripts.state, ["refused", "delivered"]),
    eq(transcripts.failure, "too-big"),
  );
  return {
    changes: [
      db
        .update(transcripts)
        .set({
          ...stored,
          state: "received",
          failure: null,
          source: "upload",
          // Any other file than the message's must not answer for that one.
          fileUniqueId: isAnnounced(upload, transcript) ? transcript.fileUniqueId : `upload:${id}`,
          claimedName: upload.name,
          run: sql`${transcripts.run} + 1`,
          toldAt: null,
          changedAt: now,
        })
        .where(waiting),
      db.update(uploads).set({ doneAt: now }).where(stillOpen(id)),
    ],
    // Its run is in the key: a file may be uploaded anew.
    job: {
      kind: "transcription.ingest",
      payload: { transcriptId: id },
      key: `ingest:${id}:upload:${transcript.run}`,
    },
    when: sql`exists (select 1 from ${transcripts} where ${transcripts.id} = ${id}
      and ${transcripts.state} = 'received' and ${transcripts.changedAt} = ${now.toISOString()}::timestamptz)`,
  };
}

/** Whether the file is the one of the message, as far as Telegram tells. */
const isAnnounced = (upload: Upload, { claimedName, claimedBytes }: Transcript): boolean =>
  claimedName !== null && upload.name === claimedName && upload.bytes === claimedBytes;

/** Uploads that ended without their file, and whose parts may still lie in the store. */
export const listExpired = (db: Db, now: Date): Promise<{ upload: Upload; userId: string }[]> =>
  reach(() =>
    db
      .select({ upload: uploads, userId: transcripts.userId })
      .from(uploads)
      .innerJoin(transcripts, eq(transcripts.id, uploads.transcriptId))
      .where(and(isNull(uploads.doneAt), lt(uploads.expiresAt, now)))
      .limit(50),
  );

/** Forgets an upload that expired, unless it was done meanwhile. */
export const dropUpload = (db: Db, transcriptId: string): Statement =>
  db.delete(uploads).where(stillOpen(transcriptId));
