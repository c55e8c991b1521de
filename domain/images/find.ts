import { and, asc, desc, eq, isNotNull, isNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach } from "../../ports/postgres.ts";
import { avatars, imageFiles, images, trainings, users } from "../../schema/index.ts";
import type { Avatar, Training } from "../avatars/index.ts";
import type { User } from "../users/index.ts";
import { type Image, OPEN_SECONDS, type Picture } from "./states.ts";

/** An order with whose it is, and the likeness it is drawn with. */
export interface OwnedImage {
  image: Image;
  owner: User;
  /** The owner's own, and not deleted; null when there is none, or none any more. */
  avatar: Avatar | null;
  /** The training that made the weights it draws with; another one may be under way. */
  training: Training | null;
}

// An avatar that is somebody else's is no avatar here, whatever the row says.
const select = (db: Db) =>
  db
    .select({ image: images, owner: users, avatar: avatars, training: trainings })
    .from(images)
    .innerJoin(users, eq(users.id, images.userId))
    .leftJoin(
      avatars,
      and(eq(avatars.id, images.avatarId), eq(avatars.userId, images.userId), ne(avatars.state, "deleted")),
    )
    .leftJoin(trainings, eq(trainings.id, avatars.madeBy));

/** Null when there is no such order. For steps, whose ids are our own. */
export async function findImage(db: Db, id: string): Promise<OwnedImage | null> {
  const [found] = await reach(() => select(db).where(eq(images.id, id)));
  return found ?? null;
}

/** The same for an id that came from outside: another's and a missing one are both null. */
export async function findOwnImage(db: Db, telegramId: number, id: string): Promise<OwnedImage | null> {
  const [found] = await reach(() =>
    select(db).where(and(eq(images.id, id), eq(users.telegramId, telegramId))),
  );
  return found ?? null;
}

/** The draft that waits for its owner's next message: the one they opened last. */
export async function findOpenImage(db: Db, telegramId: number, now: Date): Promise<OwnedImage | null> {
  const since = secondsLater(now, -OPEN_SECONDS).toISOString();
  const [found] = await reach(() =>
    select(db)
      .where(
        and(
          eq(users.telegramId, telegramId),
          eq(images.state, "draft"),
          isNotNull(images.awaits),
          sql`${images.openedAt} > ${since}::timestamptz`,
        ),
      )
      .orderBy(desc(images.openedAt))
      .limit(1),
  );
  return found ?? null;
}

/** The draft that its owner has before them: what a tap without an order's id is about. */
export async function findLastDraft(db: Db, telegramId: number): Promise<OwnedImage | null> {
  const [found] = await reach(() =>
    select(db)
      .where(and(eq(users.telegramId, telegramId), eq(images.state, "draft")))
      .orderBy(desc(images.openedAt))
      .limit(1),
  );
  return found ?? null;
}

/** The order that the vendor's request belongs to; the reference is our own id, which the vendor gives back. */
export async function findImageOf(
  db: Db,
  requestId: string,
  reference: string | null,
): Promise<Image | null> {
  const rows = await reach(() =>
    db
      .select()
      .from(images)
      .where(sql`${images.requestId} = ${requestId} or ${images.id} = ${reference}`)
      .limit(2),
  );
  return rows.find((row) => row.requestId === requestId) ?? rows[0] ?? null;
}

/** The pictures of an order, in their order; deleted ones too. */
export const listPictures = (db: Db, imageId: string): Promise<Picture[]> =>
  reach(() =>
    db.select().from(imageFiles).where(eq(imageFiles.imageId, imageId)).orderBy(asc(imageFiles.position)),
  );

/** A picture that its owner can see, by an id that came from outside. Null for another's, a missing and a deleted one. */
export async function findOwnPicture(
  db: Db,
  telegramId: number,
  id: string,
): Promise<(OwnedImage & { picture: Picture }) | null> {
  const own = alias(users, "own");
  const [picture] = await reach(() =>
    db
      .select({ picture: imageFiles })
      .from(imageFiles)
      .innerJoin(own, eq(own.id, imageFiles.userId))
      .where(
        and(
          eq(imageFiles.id, id),
          eq(own.telegramId, telegramId),
          isNotNull(imageFiles.storageKey),
          isNull(imageFiles.deletedAt),
        ),
      ),
  );
  const found = picture && (await findImage(db, picture.picture.imageId));
  return found ? { ...found, ...picture } : null;
}

/** The avatars that somebody can be drawn with, the main one first. Those of the test mode draw only in it. */
export const listLikenesses = (db: Db, telegramId: number, isTest: boolean): Promise<Avatar[]> =>
  reach(async () => {
    const rows = await db
      .select({ avatar: avatars })
      .from(avatars)
      .innerJoin(users, eq(users.id, avatars.userId))
      .where(
        and(
          eq(users.telegramId, telegramId),
          eq(avatars.state, "ready"),
          isTest ? undefined : eq(avatars.isTest, false),
        ),
      )
      .orderBy(desc(avatars.isMain), desc(avatars.createdAt))
      .limit(50);
    return rows.map(({ avatar }) => avatar);
  });
