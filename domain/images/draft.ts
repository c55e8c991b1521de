import { and, eq, inArray, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { avatars, conversationItems, imageFiles, images, transcripts } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import type { Transcript } from "../transcripts/index.ts";
import { ownerOf } from "../users/index.ts";
import { type DraftFailure, type Image, OPEN_SECONDS } from "./states.ts";

const own = (telegramId: number, id: string) =>
  and(eq(images.id, id), eq(images.userId, ownerOf(telegramId)), eq(images.state, "draft"));

/** An avatar of theirs that can draw. */
const canDraw = (telegramId: number, isTest: boolean): SQL =>
  sql`${avatars.userId} = ${ownerOf(telegramId)} and ${avatars.state} = 'ready' and (${isTest}::boolean or not ${avatars.isTest})`;

/** What the owner sends from now on is not for a draft of pictures. */
export const closeImages = (db: Db, telegramId: number): Statement =>
  db
    .update(images)
    .set({ awaits: null })
    .where(and(eq(images.userId, ownerOf(telegramId)), eq(images.state, "draft"), isNotNull(images.awaits)));

/**
 * Begins an order with the main avatar. Without words it goes on with one that nothing was said for yet: whoever taps
 * twice makes one.
 */
export const beginImage = (
  db: Db,
  telegramId: number,
  chatId: number,
  { words, isTest }: { words: string | null; isTest: boolean },
  now: Date,
): { imageId: string; changes: Statement[] } => {
  const imageId = newId("img", now);
  const at = sql`${now.toISOString()}::timestamptz`;
  return {
    imageId,
    changes: [
      closeImages(db, telegramId),
      db.execute(sql`
        with unsaid as (
          update ${images} set opened_at = ${at}, failure = null
           where ${words}::text is null
             and id = (select id from ${images} where user_id = ${ownerOf(telegramId)} and state = 'draft'
                          and words is null and prompt is null and source_file_id is null
                        order by opened_at desc limit 1)
          returning id)
        insert into ${images} (id, user_id, chat_id, avatar_id, source, words, opened_at, created_at, changed_at)
        select ${imageId}, ${ownerOf(telegramId)}, ${chatId}::bigint, ${mainAvatar(telegramId, isTest)},
               'words', ${words}, ${at}, ${at}, ${at}
         where not exists (select from unsaid)`),
    ],
  };
};

/** The avatar that draws when nothing else is said: the main one, or the newest. */
const mainAvatar = (telegramId: number, isTest: boolean): SQL =>
  sql`(select ${avatars.id} from ${avatars} where ${canDraw(telegramId, isTest)}
        order by ${avatars.isMain} desc, ${avatars.createdAt} desc limit 1)`;

/** A wish that is written already, by a template of a style: a draft with its text, and the main avatar. */
export const beginStyled = (
  db: Db,
  telegramId: number,
  chatId: number,
  template: { id: string; title: string; prompt: string; ratio?: Image["ratio"] },
  isTest: boolean,
  now: Date,
): { imageId: string; changes: Statement[] } => {
  const imageId = newId("img", now);
  const at = sql`${now.toISOString()}::timestamptz`;
  return {
    imageId,
    changes: [
      closeImages(db, telegramId),
      db.execute(sql`
        insert into ${images} (id, user_id, chat_id, avatar_id, source, template_id, words, prompt, ratio,
                               opened_at, created_at, changed_at)
        select ${imageId}, ${ownerOf(telegramId)}, ${chatId}::bigint, ${mainAvatar(telegramId, isTest)}, 'style', ${template.id}, ${template.title}, ${template.prompt},
               ${template.ratio ?? "1:1"}::image_ratio, ${at}, ${at}, ${at}`),
    ],
  };
};

/** Takes another of the owner's avatars for a draft, or none. Somebody else's changes nothing. */
export const chooseLikeness = (
  db: Db,
  telegramId: number,
  id: string,
  avatarId: string | null,
  isTest: boolean,
  now: Date,
): Statement =>
  db
    .update(images)
    .set({ avatarId, quotedCoins: null, changedAt: now })
    .where(
      and(
        own(telegramId, id),
        avatarId === null
          ? undefined
          : sql`exists (select 1 from ${avatars} where ${avatars.id} = ${avatarId} and ${canDraw(telegramId, isTest)})`,
      ),
    );

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

/** Shape and number of the pictures. */
export const shapeImage = (
  db: Db,
  telegramId: number,
  id: string,
  shape: Partial<Pick<Image, "ratio" | "count">>,
  now: Date,
): Statement =>
  db
    .update(images)
    .set({ ...shape, quotedCoins: null, changedAt: now })
    .where(own(telegramId, id));

/** Gives a draft up. */
export const dropImage = (db: Db, telegramId: number, id: string): Statement =>
  db.delete(images).where(own(telegramId, id));

/** What was learned about a draft: its words, its prompt, or why there is none. Only while it is a draft. */
export const noteDraft = (
  db: Db,
  id: string,
  facts: Partial<Pick<Image, "words" | "prompt" | "quotedCoins" | "statusMessageId">> & {
    failure?: DraftFailure | null;
  },
  now: Date,
): Statement =>
  db
    .update(images)
    .set({ ...facts, changedAt: now })
    .where(and(eq(images.id, id), eq(images.state, "draft")));

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

/** How a picture is taken up again: drawn once more, drawn a little differently, or enlarged. */
export type Repeat = "again" | "vary" | "upscale";

/**
 * A draft like an earlier order, or from one of its pictures: once for each `wish`, however often it is asked for. Somebody
 * else's order or picture makes none. `when` holds when there is one.
 */
export function repeatImage(
  db: Db,
  telegramId: number,
  repeat: Repeat,
  of: { imageId: string } | { pictureId: string },
  wish: string,
  now: Date,
): { imageId: string; change: Statement; when: SQL } {
  const imageId = newId("img", now);
  const at = sql`${now.toISOString()}::timestamptz`;
  const isWhole = "imageId" in of;
  const parent = isWhole ? sql`null` : sql`${imageFiles.id}`;
  const count = repeat === "again" ? sql`${images.count}` : sql`1`;
  const from = isWhole
    ? sql`${images} where ${images.id} = ${of.imageId}`
    : sql`${images} join ${imageFiles} on ${imageFiles.imageId} = ${images.id} where ${imageFiles.id} = ${of.pictureId}
          and ${imageFiles.storageKey} is not null and ${imageFiles.deletedAt} is null`;
  return {
    imageId,
    change: db.execute(sql`
      insert into ${images} (id, user_id, chat_id, avatar_id, wish_key, source, words, prompt, as_written, ratio, count,
                             template_id, parent_file_id, opened_at, created_at, changed_at)
      select ${imageId}, ${images.userId}, ${images.chatId}, ${images.avatarId}, ${wish}, ${repeat}::image_source,
             ${images.words}, ${images.prompt}, ${images.asWritten}, ${images.ratio}, ${count},
             ${images.templateId}, ${parent}, ${at}, ${at}, ${at}
        from ${from} and ${images.userId} = ${ownerOf(telegramId)} and ${images.state} <> 'draft'
      on conflict (wish_key) do nothing`),
    when: sql`exists (select 1 from ${images} where ${images.id} = ${imageId})`,
  };
}

/** Drafts that nobody has touched for so long are forgotten. */
const DRAFT_DAYS = 7;

/** Answers how many went. */
export async function forgetDrafts(db: Db, now: Date): Promise<number> {
  const gone = await reach(() =>
    db
      .delete(images)
      .where(
        and(inArray(images.state, ["draft"]), lt(images.changedAt, secondsLater(now, -DRAFT_DAYS * 86_400))),
      )
      .returning({ id: images.id }),
  );
  return gone.length;
}
