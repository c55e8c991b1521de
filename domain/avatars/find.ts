import { and, asc, desc, eq, gte, isNull, ne, sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { avatarPhotos, avatars, trainings, users } from "../../schema/index.ts";
import type { User } from "../users/index.ts";
import type { Avatar, Photo, Training } from "./states.ts";

/** An avatar together with whose it is, and its training when there was one. */
export interface OwnedAvatar {
  avatar: Avatar;
  owner: User;
  training: Training | null;
}

const select = (db: Db) =>
  db
    .select({ avatar: avatars, owner: users, training: trainings })
    .from(avatars)
    .innerJoin(users, eq(users.id, avatars.userId))
    .leftJoin(trainings, eq(trainings.id, avatars.trainingId));

/** Null when there is no such avatar. For steps, whose ids are our own. */
export async function findAvatar(db: Db, id: string): Promise<OwnedAvatar | null> {
  const [found] = await reach(() => select(db).where(eq(avatars.id, id)));
  return found ?? null;
}

/** The same for an id that came from outside: another's, a deleted and a missing one are all null. */
export async function findOwnAvatar(db: Db, telegramId: number, id: string): Promise<OwnedAvatar | null> {
  const [found] = await reach(() =>
    select(db).where(and(eq(avatars.id, id), eq(users.telegramId, telegramId), ne(avatars.state, "deleted"))),
  );
  return found ?? null;
}

/** The avatar that waits for its owner's next text or photo: the one they opened last. */
export async function findOpenAvatar(db: Db, telegramId: number): Promise<OwnedAvatar | null> {
  const [found] = await reach(() =>
    select(db)
      .where(
        and(
          eq(users.telegramId, telegramId),
          sql`${avatars.awaits} is not null`,
          ne(avatars.state, "deleted"),
        ),
      )
      .orderBy(desc(avatars.openedAt))
      .limit(1),
  );
  return found ?? null;
}

/** The draft that its owner is at, but has not said yet that its photos may be used. */
export async function findUnconsented(db: Db, telegramId: number, openedSince: Date): Promise<Avatar | null> {
  const [found] = await reach(() =>
    select(db)
      .where(
        and(
          eq(users.telegramId, telegramId),
          eq(avatars.state, "draft"),
          isNull(avatars.consentedAt),
          gte(avatars.openedAt, openedSince),
        ),
      )
      .orderBy(desc(avatars.openedAt))
      .limit(1),
  );
  return found?.avatar ?? null;
}

/** A person's avatars, the newest first. */
export const listAvatars = (db: Db, telegramId: number, limit = 50): Promise<Avatar[]> =>
  reach(async () => {
    const rows = await db
      .select({ avatar: avatars })
      .from(avatars)
      .innerJoin(users, eq(users.id, avatars.userId))
      .where(and(eq(users.telegramId, telegramId), ne(avatars.state, "deleted")))
      .orderBy(desc(avatars.createdAt), desc(avatars.id))
      .limit(limit);
    return rows.map(({ avatar }) => avatar);
  });

/** Whom a training belongs to; null when it does not exist (any more). */
export async function findTraining(
  db: Db,
  id: string,
): Promise<(OwnedAvatar & { training: Training }) | null> {
  const [found] = await reach(() =>
    db
      .select({ avatar: avatars, owner: users, training: trainings })
      .from(trainings)
      .innerJoin(avatars, eq(avatars.id, trainings.avatarId))
      .innerJoin(users, eq(users.id, avatars.userId))
      .where(eq(trainings.id, id)),
  );
  return found ?? null;
}

/** The training that the vendor's request belongs to; the reference is our own id, which the vendor gives back. */
export async function findTrainingOf(
  db: Db,
  requestId: string,
  reference: string | null,
): Promise<Training | null> {
  const rows = await reach(() =>
    db
      .select()
      .from(trainings)
      .where(sql`${trainings.requestId} = ${requestId} or ${trainings.id} = ${reference}`)
      .limit(2),
  );
  return rows.find((row) => row.requestId === requestId) ?? rows[0] ?? null;
}

/** The photos of an avatar, in the order in which they came. */
export const listPhotos = (db: Db, avatarId: string): Promise<Photo[]> =>
  reach(() =>
    db
      .select()
      .from(avatarPhotos)
      .where(eq(avatarPhotos.avatarId, avatarId))
      .orderBy(asc(avatarPhotos.messageId), asc(avatarPhotos.id)),
  );

export async function findPhoto(db: Db, id: string): Promise<Photo | null> {
  const [photo] = await reach(() => db.select().from(avatarPhotos).where(eq(avatarPhotos.id, id)));
  return photo ?? null;
}

/** A photo by an id that came from outside: null for another's. */
export async function findOwnPhoto(
  db: Db,
  telegramId: number,
  id: string,
): Promise<(OwnedAvatar & { photo: Photo }) | null> {
  const [found] = await reach(() =>
    db
      .select({ avatar: avatars, owner: users, training: trainings, photo: avatarPhotos })
      .from(avatarPhotos)
      .innerJoin(avatars, eq(avatars.id, avatarPhotos.avatarId))
      .innerJoin(users, eq(users.id, avatars.userId))
      .leftJoin(trainings, eq(trainings.id, avatars.trainingId))
      .where(and(eq(avatarPhotos.id, id), eq(users.telegramId, telegramId), ne(avatars.state, "deleted"))),
  );
  return found ?? null;
}
