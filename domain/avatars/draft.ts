import { and, eq, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import type { Db, Statement } from "../../ports/postgres.ts";
import { avatars } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";
import { rests } from "./order.ts";
import { hasAnyPhoto, keepsPhotos, PHOTO_DAYS } from "./source-photos.ts";
import type { Subject } from "./states.ts";

/** So many unfinished avatars of one person are kept side by side. */
export const DRAFTS_MOST = 10;

/** What a name may be: 2–50 characters that show. */
export const NAME_LETTERS = { least: 2, most: 50 };

/** A text as a name: trimmed, its white space single. Null when it is too short or too long for one. */
export function readName(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
  const name = text.replace(/[\u0000-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/gu, " ").trim();
  const letters = [...name].length;
  return letters >= NAME_LETTERS.least && letters <= NAME_LETTERS.most ? name : null;
}

const own = (telegramId: number, id: string) =>
  and(eq(avatars.id, id), eq(avatars.userId, ownerOf(telegramId)), ne(avatars.state, "deleted"));

/**
 * Begins an avatar. A draft of theirs that has no name yet is begun again instead: whoever taps twice, or goes back,
 * makes one. Nothing happens where there are too many drafts.
 */
export const beginDraft = (
  db: Db,
  telegramId: number,
  chatId: number,
  subject: Subject,
  now: Date,
): Statement[] => {
  const at = now.toISOString();
  return [
    closeOthers(db, telegramId, null),
    db.execute(sql`
      with nameless as (
        update ${avatars} set subject = ${subject}::avatar_subject, awaits = 'name', opened_at = ${at}::timestamptz
         where id = (select id from ${avatars} where user_id = ${ownerOf(telegramId)} and state = 'draft'
                       and name is null limit 1)
        returning id)
      insert into ${avatars} (id, user_id, chat_id, subject, awaits, opened_at, created_at, changed_at)
      select ${newId("avt", now)}, ${ownerOf(telegramId)}, ${chatId}::bigint, ${subject}::avatar_subject, 'name',
             ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz
       where not exists (select from nameless)
         and (select count(*) from ${avatars} where user_id = ${ownerOf(telegramId)} and state = 'draft') < ${DRAFTS_MOST}`),
  ];
};

/** What the owner sends from now on is for this avatar only. */
export const closeOthers = (db: Db, telegramId: number, id: string | null): Statement =>
  db
    .update(avatars)
    .set({ awaits: null })
    .where(
      and(
        eq(avatars.userId, ownerOf(telegramId)),
        isNotNull(avatars.awaits),
        id === null ? undefined : ne(avatars.id, id),
      ),
    );

/**
 * Goes on with an avatar where it was left: at its name, at the consent, or at its photos. A ready one takes photos for its
 * next training, unless that is under way or the photos are just going; the first ones are kept as long as is usual.
 */
export const openDraft = (db: Db, telegramId: number, id: string, now: Date): Statement[] => [
  closeOthers(db, telegramId, id),
  db
    .update(avatars)
    .set({
      awaits: sql`case when ${avatars.name} is null then 'name'::avatar_awaits
                       when ${avatars.consentedAt} is not null then 'photos'::avatar_awaits end`,
      openedAt: now,
      photosUntil: sql`case when ${avatars.state} = 'ready' and not ${hasAnyPhoto(id)}
                            then ${secondsLater(now, PHOTO_DAYS * 86_400).toISOString()}::timestamptz
                            else ${avatars.photosUntil} end`,
    })
    .where(
      and(
        own(telegramId, id),
        inArray(avatars.state, ["draft", "failed", "ready"]),
        rests(id),
        keepsPhotos(now),
      ),
    ),
];

/** The next text of the owner is the name of this avatar, whatever its state. */
export const askName = (db: Db, telegramId: number, id: string, now: Date): Statement[] => [
  closeOthers(db, telegramId, id),
  db.update(avatars).set({ awaits: "name", openedAt: now }).where(own(telegramId, id)),
];

/** Gives the avatar its name. Once: a second text goes elsewhere. */
export const nameAvatar = (db: Db, telegramId: number, id: string, name: string, now: Date): Statement =>
  db
    .update(avatars)
    .set({
      name,
      changedAt: now,
      awaits: sql`case when ${avatars.consentedAt} is not null and ${avatars.state} in ('draft', 'failed')
                       then 'photos'::avatar_awaits end`,
    })
    .where(and(own(telegramId, id), eq(avatars.awaits, "name")));

/** Records that the owner may use these photos, and waits for them. The first yes counts. */
export const consent = (db: Db, telegramId: number, id: string, now: Date): Statement[] => [
  closeOthers(db, telegramId, id),
  db
    .update(avatars)
    .set({ consentedAt: now, awaits: "photos", openedAt: now, changedAt: now })
    .where(and(own(telegramId, id), isNotNull(avatars.name), isNull(avatars.consentedAt))),
];

/** Leaves the wizard; the draft stays. */
export const leaveDrafts = (db: Db, telegramId: number): Statement => closeOthers(db, telegramId, null);
