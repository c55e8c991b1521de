import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { avatarPhotos, avatars } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";
import { rests } from "./order.ts";
import { OPEN, type Photo, type PhotoFailure } from "./states.ts";

/** As takesPhotos says, for statements about avatars. */
const isOpen = and(inArray(avatars.state, [...OPEN, "ready"]), rests(sql`${avatars.id}`));

/** A photo as a message brings it. */
export type BroughtPhoto = Pick<Photo, "chatId" | "messageId" | "source" | "fileId"> & {
  claimedBytes?: number | undefined;
};

/** Takes a photo in for an avatar that waits for photos: its row, and the job that looks at it. */
export function bringPhoto(
  db: Db,
  telegramId: number,
  avatarId: string,
  photo: BroughtPhoto,
  now: Date,
): { change: Statement; job: NewJob; when: SQL } {
  const photoId = newId("pho", now);
  const at = now.toISOString();
  return {
    change: db.execute(sql`
      insert into ${avatarPhotos} (id, avatar_id, chat_id, message_id, source, file_id, claimed_bytes, created_at, changed_at)
      select ${photoId}, id, ${photo.chatId}::bigint, ${photo.messageId}::bigint, ${photo.source}::photo_source,
             ${photo.fileId}, ${photo.claimedBytes ?? null}::bigint, ${at}::timestamptz, ${at}::timestamptz
        from ${avatars}
       where ${avatars.id} = ${avatarId} and ${avatars.userId} = ${ownerOf(telegramId)}
         and ${avatars.awaits} = 'photos' and ${avatars.consentedAt} is not null and ${isOpen}
      on conflict (chat_id, message_id) do nothing`),
    job: { kind: "avatars.photo", payload: { photoId }, key: `photo:${photoId}` },
    when: sql`exists (select 1 from ${avatarPhotos} where ${avatarPhotos.id} = ${photoId})`,
  };
}

/** What was learned from a photo's bytes. */
export type PhotoFacts = Partial<
  Pick<
    Photo,
    | "storageKey"
    | "kind"
    | "bytes"
    | "sha256"
    | "width"
    | "height"
    | "likeness"
    | "brightness"
    | "sharpness"
    | "facesAskedAt"
    | "facesSeenAt"
  >
>;

/** Answers a row, or none when the photo is gone. */
export const notePhoto = (db: Db, id: string, facts: PhotoFacts, now: Date): Statement =>
  db
    .update(avatarPhotos)
    .set({ ...facts, changedAt: now })
    .where(eq(avatarPhotos.id, id))
    .returning({ id: avatarPhotos.id });

/** Likenesses that differ in at most so many of 64 bits are the same picture, saved twice or taken in one burst. */
export const SAME_BITS = 5;

/** Keeps the photo, or refuses it: for its own failure, or because of its neighbours. Answers `{ failure }`. */
export const settlePhoto = (
  db: Db,
  id: string,
  failure: PhotoFailure | null,
  most: number,
  now: Date,
): Statement =>
  db.execute(
    sql`select settle_photo(${id}, ${most}::int, ${SAME_BITS}::int, ${failure}, ${now.toISOString()}::timestamptz) as failure`,
  );

/** Takes a kept photo back, for what a later look found. Its object is no row's any more: whoever calls removes it. */
export const refusePhotos = (db: Db, ids: readonly string[], failure: PhotoFailure, now: Date): Statement =>
  db
    .update(avatarPhotos)
    .set({ state: "refused", failure, storageKey: null, changedAt: now })
    .where(and(inArray(avatarPhotos.id, [...ids]), eq(avatarPhotos.state, "kept")));

/** Removes one photo of the owner's while photos can be changed. Answers its storage key, where there was one to remove. */
export const dropPhoto = (db: Db, telegramId: number, photoId: string) =>
  db
    .delete(avatarPhotos)
    .where(
      and(
        eq(avatarPhotos.id, photoId),
        sql`${avatarPhotos.avatarId} in (select ${avatars.id} from ${avatars}
              where ${avatars.userId} = ${ownerOf(telegramId)} and ${isOpen})`,
      ),
    )
    .returning({ storageKey: avatarPhotos.storageKey, avatarId: avatarPhotos.avatarId });

/** Takes the right to change the counting message now: answers a row only when its last change is long enough ago. */
export const claimCount = (db: Db, avatarId: string, now: Date, everySeconds: number) =>
  db
    .update(avatars)
    .set({ countEditedAt: now })
    .where(
      and(
        eq(avatars.id, avatarId),
        sql`${avatars.countEditedAt} <= ${now.toISOString()}::timestamptz - make_interval(secs => ${everySeconds})`,
      ),
    )
    .returning({ countMessageId: avatars.countMessageId });

export const showCount = (db: Db, avatarId: string, countMessageId: number): Statement =>
  db.update(avatars).set({ countMessageId }).where(eq(avatars.id, avatarId));
