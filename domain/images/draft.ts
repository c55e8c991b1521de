import { and, eq, inArray, isNotNull, lt, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { avatars, images } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";
import type { DraftFailure, Image } from "./states.ts";

/** A draft of theirs. */
export const own = (telegramId: number, id: string) =>
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
    .set({ avatarId, quotedCoins: null, failure: null, changedAt: now })
    .where(
      and(
        own(telegramId, id),
        avatarId === null
          ? undefined
          : sql`exists (select 1 from ${avatars} where ${avatars.id} = ${avatarId} and ${canDraw(telegramId, isTest)})`,
      ),
    );

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
  facts: Partial<Pick<Image, "words" | "prompt" | "statusMessageId">> & {
    failure?: DraftFailure | null;
  },
  now: Date,
): Statement =>
  db
    .update(images)
    .set({ ...facts, changedAt: now })
    .where(and(eq(images.id, id), eq(images.state, "draft")));

/** The price that was shown for so many pictures. When the draft is of another number by now, nobody has seen its price. */
export const noteQuote = (
  db: Db,
  { id, count }: Pick<Image, "id" | "count">,
  quotedCoins: number,
  now: Date,
): Statement =>
  db
    .update(images)
    .set({ quotedCoins, changedAt: now })
    .where(and(eq(images.id, id), eq(images.state, "draft"), eq(images.count, count)));

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
