import { and, eq, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { avatars, imageFiles, images } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";
import { DRAWING, type Image, imageBefore } from "./states.ts";

/** How many pictures of its owner's gallery were drawn with an avatar. */
export const countPicturesOf = (db: Db, avatarId: string): Promise<number> =>
  reach(async () => {
    const [row] = await db
      .select({ pictures: sql<number>`count(*)::int` })
      .from(imageFiles)
      .where(
        and(
          eq(imageFiles.avatarId, avatarId),
          isNotNull(imageFiles.storageKey),
          isNull(imageFiles.deletedAt),
        ),
      );
    return row?.pictures ?? 0;
  });

/** The orders with this avatar that are under way. */
export const listDrawing = (db: Db, avatarId: string): Promise<Pick<Image, "id" | "state" | "orderedAt">[]> =>
  reach(() =>
    db
      .select({ id: images.id, state: images.state, orderedAt: images.orderedAt })
      .from(images)
      .where(and(eq(images.avatarId, avatarId), inArray(images.state, [...DRAWING]))),
  );

/**
 * Everything that was drawn with an avatar of theirs is on its way out, as they wish together with the avatar: it is shown
 * no more, and what is under way is stopped, its coins given back. Comes before the avatar's own deletion.
 */
export function hidePicturesOf(db: Db, telegramId: number, avatarId: string, now: Date): Statement[] {
  const at = sql`${now.toISOString()}::timestamptz`;
  const avatar = sql`(select ${avatars.id} from ${avatars} where ${avatars.id} = ${avatarId}
    and ${avatars.userId} = ${ownerOf(telegramId)} and ${avatars.state} <> 'deleted')`;
  return [
    db
      .update(imageFiles)
      .set({ deletedAt: now })
      .where(and(sql`${imageFiles.avatarId} = ${avatar}`, isNull(imageFiles.deletedAt))),
    db
      .update(images)
      .set({ state: "cancelled", endedAt: now, changedAt: now })
      .where(and(sql`${images.avatarId} = ${avatar}`, inArray(images.state, imageBefore("cancelled")))),
    db.execute(sql`
      select void_work('image:' || ${images.id},
                       (${images.submittedAt} is not null and not ${images.isTest})::int::float8, ${at})
        from ${images} where ${images.avatarId} = ${avatar} and ${images.state} = 'cancelled' and ${images.endedAt} = ${at}`),
  ];
}

/** Orders with an avatar that were stopped at this moment. */
export const listStopped = (db: Db, avatarId: string, at: Date): Promise<{ id: string }[]> =>
  reach(() =>
    db
      .select({ id: images.id })
      .from(images)
      .where(
        and(
          eq(images.avatarId, avatarId),
          eq(images.state, "cancelled"),
          sql`${images.endedAt} = ${at.toISOString()}::timestamptz`,
        ),
      ),
  );

/** Where the pictures of an avatar lie in storage. */
export const listKeysOf = (db: Db, avatarId: string): Promise<string[]> =>
  reach(async () => {
    const rows = await db
      .select({ key: imageFiles.storageKey })
      .from(imageFiles)
      .innerJoin(images, eq(images.id, imageFiles.imageId))
      .where(and(eq(images.avatarId, avatarId), isNotNull(imageFiles.storageKey)));
    return rows.flatMap(({ key }) => key ?? []);
  });

/** The avatar goes: what was to be drawn with it waits for another likeness, and is not drawn with nobody's unasked. */
export const unsettleDraftsOf = (db: Db, avatarId: string, now: Date): Statement =>
  db
    .update(images)
    .set({ quotedCoins: null, failure: "avatar-gone", changedAt: now })
    .where(and(eq(images.avatarId, avatarId), eq(images.state, "draft")));

/** Their objects are gone: so are the orders and their pictures. A draft is no picture yet: it only loses its avatar. */
export const forgetPicturesOf = (db: Db, avatarId: string): Statement =>
  db.delete(images).where(and(eq(images.avatarId, avatarId), ne(images.state, "draft")));
