import { and, eq, inArray, lte, ne, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { avatarPhotos, avatars, trainings } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";
import { trainingBefore } from "./states.ts";

/** Makes one of the owner's ready avatars the one that draws. Another's id changes nothing, not even the present one. */
export const makeMain = (db: Db, telegramId: number, id: string): Statement[] => {
  const owner = ownerOf(telegramId);
  const chosen = sql`exists (select 1 from ${avatars} chosen where chosen.id = ${id} and chosen.user_id = ${owner}
    and chosen.state = 'ready' and not chosen.is_test)`;
  return [
    db
      .update(avatars)
      .set({ isMain: false })
      .where(and(eq(avatars.userId, owner), avatars.isMain, ne(avatars.id, id), chosen)),
    db
      .update(avatars)
      .set({ isMain: true })
      .where(and(eq(avatars.id, id), eq(avatars.userId, owner), chosen)),
  ];
};

/**
 * Deletes an avatar of the owner's for them at once; the job that follows removes its rows and objects. A training
 * under way is stopped, and its coins come back.
 */
export function deleteAvatar(db: Db, telegramId: number, id: string, now: Date): Statement[] {
  const at = now.toISOString();
  const mine = sql`(select ${avatars.id} from ${avatars} where ${avatars.id} = ${id} and ${avatars.userId} = ${ownerOf(telegramId)})`;
  return [
    db
      .update(trainings)
      .set({ state: "cancelled", endedAt: now, changedAt: now })
      .where(
        and(sql`${trainings.avatarId} = ${mine}`, inArray(trainings.state, trainingBefore("cancelled"))),
      ),
    db.execute(sql`
      select void_work('avatar:' || ${trainings.id},
                       (${trainings.submittedAt} is not null and not ${trainings.isTest})::int::float8, ${at}::timestamptz)
        from ${trainings} where ${trainings.avatarId} = ${mine} and ${trainings.state} = 'cancelled'
         and ${trainings.endedAt} = ${at}::timestamptz`),
    db
      .update(avatars)
      .set({ state: "deleted", isMain: false, awaits: null, changedAt: now })
      .where(and(sql`${avatars.id} = ${mine}`, ne(avatars.state, "deleted")))
      .returning({ id: avatars.id }),
  ];
}

/** Removes what is left of a deleted avatar: itself, its photos, its trainings. */
export const eraseAvatar = (db: Db, id: string): Statement =>
  db.delete(avatars).where(and(eq(avatars.id, id), eq(avatars.state, "deleted")));

/** The source photos are to go now, by their owner's wish. */
export const forgetPhotosNow = (db: Db, telegramId: number, id: string, now: Date): Statement =>
  db
    .update(avatars)
    .set({ photosUntil: now })
    .where(and(eq(avatars.id, id), eq(avatars.userId, ownerOf(telegramId)), eq(avatars.state, "ready")));

/** Ready avatars whose source photos have been kept long enough. */
export const listPhotosDue = (db: Db, now: Date, most: number): Promise<{ id: string }[]> =>
  reach(() =>
    db
      .select({ id: avatars.id })
      .from(avatars)
      .where(and(eq(avatars.state, "ready"), lte(avatars.photosUntil, now)))
      .limit(most),
  );

/** The photos' objects are gone: so are their rows. */
export const forgetPhotos = (db: Db, id: string): Statement[] => [
  db.delete(avatarPhotos).where(eq(avatarPhotos.avatarId, id)),
  db.update(avatars).set({ photosUntil: null }).where(eq(avatars.id, id)),
];
