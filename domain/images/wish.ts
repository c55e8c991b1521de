import { and, eq, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { conversationItems, images, transcripts } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import type { Transcript } from "../transcripts/index.ts";
import { closeImages, own } from "./draft.ts";
import { type Image, OPEN_SECONDS } from "./states.ts";

/** The next message of the owner is the wish, or a prompt in place of the one that is shown. */
export const awaitWish = (
  db: Db,
  telegramId: number,
  id: string,
  awaits: NonNullable<Image["awaits"]>,
  now: Date,
): Statement[] => [
  closeImages(db, telegramId),
  db.update(images).set({ awaits, openedAt: now, failure: null }).where(own(telegramId, id)),
];

/** Takes the owner's words for their wish, and has a prompt made of them. A second text goes elsewhere. */
export function takeWords(
  db: Db,
  telegramId: number,
  id: string,
  words: string,
  wish: string,
  now: Date,
): { change: Statement; job: NewJob; when: SQL } {
  return {
    change: db
      .update(images)
      .set({ ...EMPTY, source: "words", words, changedAt: now })
      .where(and(own(telegramId, id), eq(images.awaits, "words"))),
    ...prepareLater(id, wish, sql`${images.words} = ${words} and ${images.prompt} is null`),
  };
}

/** Takes a photo for the wish; `words`: what was written under it. */
export function takePhoto(
  db: Db,
  telegramId: number,
  id: string,
  { fileId, words }: { fileId: string; words: string | null },
  wish: string,
  now: Date,
): { change: Statement; job: NewJob; when: SQL } {
  return {
    change: db
      .update(images)
      .set({ ...EMPTY, source: "photo", sourceFileId: fileId, words, changedAt: now })
      .where(and(own(telegramId, id), eq(images.awaits, "photo"))),
    ...prepareLater(id, wish, sql`${images.sourceFileId} = ${fileId} and ${images.prompt} is null`),
  };
}

/**
 * The draft that waits for just this voice message, which came in as any recording does: whether it is a wish is not
 * asked while Telegram waits. What was forwarded is somebody else's voice.
 */
export async function findWishByVoice(db: Db, transcriptId: string, now: Date): Promise<string | null> {
  const since = secondsLater(now, -OPEN_SECONDS).toISOString();
  const [found] = await reach(() =>
    db
      .select({ id: images.id })
      .from(images)
      .innerJoin(
        transcripts,
        and(eq(transcripts.userId, images.userId), sql`${images.openedAt} <= ${transcripts.createdAt}`),
      )
      .where(
        and(
          eq(transcripts.id, transcriptId),
          eq(transcripts.source, "voice"),
          eq(transcripts.state, "received"),
          eq(images.state, "draft"),
          eq(images.awaits, "voice"),
          sql`${images.openedAt} > ${since}::timestamptz`,
          sql`not exists (select from ${conversationItems} where ${conversationItems.transcriptId} = ${transcriptId})`,
        ),
      ),
  );
  return found?.id ?? null;
}

/** Takes a voice message for the wish: it is no recording any more. */
export function takeVoice(
  db: Db,
  id: string,
  { id: transcriptId, fileId }: Pick<Transcript, "id" | "fileId">,
  now: Date,
): { changes: Statement[]; job: NewJob; when: SQL } {
  const later = prepareLater(id, transcriptId, sql`${images.sourceFileId} = ${fileId}`);
  return {
    changes: [
      db
        .update(images)
        .set({ ...EMPTY, source: "voice", sourceFileId: fileId, changedAt: now })
        .where(and(eq(images.id, id), eq(images.state, "draft"), eq(images.awaits, "voice"))),
      db
        .delete(transcripts)
        .where(and(eq(transcripts.id, transcriptId), eq(transcripts.state, "received"), later.when)),
    ],
    ...later,
  };
}

const EMPTY = {
  words: null,
  prompt: null,
  sourceFileId: null,
  templateId: null,
  parentFileId: null,
  seed: null,
  asWritten: false,
  awaits: null,
  failure: null,
  // What is told anew is answered below it.
  statusMessageId: null,
};

const prepareLater = (id: string, wish: string, holds: SQL): { job: NewJob; when: SQL } => ({
  job: { kind: "images.prepare", payload: { imageId: id }, key: `prepare:${id}:${wish}` },
  when: sql`exists (select 1 from ${images} where ${images.id} = ${id} and ${images.state} = 'draft' and ${holds})`,
});

/** A prompt of the owner's own in place of the one that is shown. */
export const editPrompt = (db: Db, telegramId: number, id: string, prompt: string, now: Date): Statement =>
  db
    .update(images)
    .set({ prompt, asWritten: false, awaits: null, failure: null, changedAt: now })
    .where(and(own(telegramId, id), eq(images.awaits, "prompt")));

/** Switches between the owner's words and what was made of them; the latter is written when there is none yet. */
export function switchWritten(
  db: Db,
  telegramId: number,
  id: string,
  wish: string,
  now: Date,
): { change: Statement; job: NewJob; when: SQL } {
  return {
    change: db
      .update(images)
      .set({ asWritten: sql`not ${images.asWritten}`, awaits: null, failure: null, changedAt: now })
      .where(and(own(telegramId, id), isNotNull(images.words))),
    ...prepareLater(id, wish, sql`not ${images.asWritten} and ${images.prompt} is null`),
  };
}

/** Has a wish that came to nothing prepared once more, in the message whose button was tapped: once for each time that it fails. */
export function prepareAgain(
  db: Db,
  telegramId: number,
  id: string,
  { wish, messageId }: { wish: string; messageId: number | null },
  now: Date,
): { change: Statement; job: NewJob; when: SQL; otherwise: SQL } {
  const again = prepareLater(
    id,
    wish,
    sql`${images.failure} is null and ${images.prompt} is null and ${images.changedAt} = ${now.toISOString()}::timestamptz`,
  );
  return {
    change: db
      .update(images)
      .set({ failure: null, awaits: null, statusMessageId: messageId, changedAt: now })
      .where(
        and(
          own(telegramId, id),
          isNotNull(images.failure),
          isNull(images.prompt),
          or(isNotNull(images.words), isNotNull(images.sourceFileId)),
        ),
      ),
    ...again,
    otherwise: sql`not ${again.when}`,
  };
}

/** The prompt that was made of a wish, unless its owner has told another one meanwhile. */
export const notePrompt = (
  db: Db,
  { id, source, words, sourceFileId }: Pick<Image, "id" | "source" | "words" | "sourceFileId">,
  facts: Pick<Image, "words" | "prompt">,
  now: Date,
): Statement =>
  db
    .update(images)
    .set({ ...facts, failure: null, changedAt: now })
    .where(
      and(
        eq(images.id, id),
        eq(images.state, "draft"),
        sql`${images.sourceFileId} is not distinct from ${sourceFileId}`,
        source === "voice" ? undefined : sql`${images.words} is not distinct from ${words}`,
      ),
    );
