import { and, eq, gt, inArray, isNull, lte, notExists, or, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { avatarPhotos, avatars, trainings } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";
import { OPEN, UNDER_WAY } from "./states.ts";

/** Source photos are kept this long after their avatar is ready: a second training can begin from them. */
export const PHOTO_DAYS = 30;

/** Source photos that are not about to be removed: an order and a removal exclude each other. */
export const keepsPhotos = (now: Date) => or(isNull(avatars.photosUntil), gt(avatars.photosUntil, now));

export const hasAnyPhoto = (avatarId: string | typeof avatars.id) =>
  sql`exists (select 1 from ${avatarPhotos} where ${avatarPhotos.avatarId} = ${avatarId})`;

const ownReady = (telegramId: number, id: string) =>
  and(eq(avatars.id, id), eq(avatars.userId, ownerOf(telegramId)), eq(avatars.state, "ready"));

/** The source photos are to go now, by their owner's wish; where they are being packed, when that training has ended. */
export const forgetPhotosNow = (db: Db, telegramId: number, id: string, now: Date): Statement =>
  db.update(avatars).set({ photosUntil: now }).where(ownReady(telegramId, id));

/** How long their owner wants the source photos kept. Too late where they are going already. */
export const keepPhotos = (
  db: Db,
  telegramId: number,
  id: string,
  how: "until-deleted" | "usual",
  now: Date,
): Statement =>
  db
    .update(avatars)
    .set({ photosUntil: how === "usual" ? secondsLater(now, PHOTO_DAYS * 86_400) : null })
    .where(and(ownReady(telegramId, id), keepsPhotos(now), hasAnyPhoto(id)));

/** Photos of a draft are kept this long after something was last done with it. */
export const DRAFT_PHOTO_DAYS = 30;

/** Holds for avatars whose photos have been kept long enough. Those that a training may still want stay until its end. */
const isDue = (db: Db, now: Date) => {
  const rested = secondsLater(now, -DRAFT_PHOTO_DAYS * 86_400);
  return and(
    or(
      and(eq(avatars.state, "ready"), lte(avatars.photosUntil, now)),
      and(
        inArray(avatars.state, [...OPEN]),
        lte(avatars.changedAt, rested),
        or(isNull(avatars.openedAt), lte(avatars.openedAt, rested)),
        hasAnyPhoto(avatars.id),
        sql`not exists (select 1 from ${avatarPhotos} where ${avatarPhotos.avatarId} = ${avatars.id}
                         and ${avatarPhotos.changedAt} > ${rested.toISOString()}::timestamptz)`,
      ),
    ),
    notExists(
      db
        .select({ one: sql`1` })
        .from(trainings)
        .where(and(eq(trainings.avatarId, avatars.id), inArray(trainings.state, [...UNDER_WAY]))),
    ),
  );
};

/** Avatars whose source photos are to go: ready ones when their time is over, drafts with which nothing was done for long. */
export const listPhotosDue = (db: Db, now: Date, most: number): Promise<{ id: string }[]> =>
  reach(() => db.select({ id: avatars.id }).from(avatars).where(isDue(db, now)).limit(most));

export const photosAreDue = async (db: Db, id: string, now: Date): Promise<boolean> =>
  (
    await reach(() =>
      db
        .select({ id: avatars.id })
        .from(avatars)
        .where(and(eq(avatars.id, id), isDue(db, now))),
    )
  ).length > 0;

/** The photos' objects are gone: so are their rows. Nobody waits for more of them; of a draft it is said. */
export const forgetPhotos = (db: Db, id: string, now: Date): Statement[] => [
  db.delete(avatarPhotos).where(eq(avatarPhotos.avatarId, id)),
  db
    .update(avatars)
    .set({
      photosUntil: null,
      photosGoneAt: sql`case when ${avatars.state} <> 'ready' then ${now.toISOString()}::timestamptz end`,
      awaits: sql`nullif(${avatars.awaits}, 'photos')`,
    })
    .where(eq(avatars.id, id)),
];
