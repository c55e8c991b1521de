import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { avatars, imageFiles, images, works } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { ownerOf } from "../users/index.ts";
import type { Image, Picture } from "./states.ts";

/** What a picture began from. Buttons that are out there know a type by its place: new ones come last. */
export const GALLERY_TYPES = [
  "all",
  "words",
  "photo",
  "voice",
  "style",
  "upscale",
  "repeat",
  "first",
] as const;
/** Days back; 0 is all the time. */
export const GALLERY_DAYS = [0, 1, 7, 30, 365] as const;

/** Which of a person's pictures are looked through. */
export interface GalleryFilter {
  isFavourite: boolean;
  type: (typeof GALLERY_TYPES)[number];
  days: (typeof GALLERY_DAYS)[number];
  /** Of this avatar; null: of all, and without one. */
  avatarId: string | null;
}

/** A picture of the gallery, its order, and its place among those that the filter lets through. */
export interface Shown {
  picture: Picture;
  image: Image;
  avatarName: string | null;
  /** From 1, the newest first. */
  number: number;
  all: number;
}

/** How long a deletion can be taken back. */
export const PICTURE_UNDO_SECONDS = 600;

/** One overview: as many as an album holds (Bot API, sendMediaGroup). */
export const OVERVIEW = 10;

const isThere = and(isNotNull(imageFiles.storageKey), isNull(imageFiles.deletedAt));

const sourcesOf = (type: Exclude<GalleryFilter["type"], "all">): Image["source"][] =>
  type === "repeat" ? ["again", "vary"] : [type];

const passes = (telegramId: number, { isFavourite, type, days, avatarId }: GalleryFilter, now: Date) =>
  and(
    eq(imageFiles.userId, ownerOf(telegramId)),
    isThere,
    isFavourite ? eq(imageFiles.isFavourite, true) : undefined,
    avatarId === null ? undefined : eq(imageFiles.avatarId, avatarId),
    days === 0 ? undefined : gte(imageFiles.createdAt, secondsLater(now, -days * 86_400)),
    type === "all" ? undefined : inArray(images.source, sourcesOf(type)),
  );

/** The place of a picture of theirs in time, whether it is still there or not. */
const placeOf = (telegramId: number, id: string): SQL =>
  sql`(select p.created_at, p.id from ${imageFiles} p where p.id = ${id} and p.user_id = ${ownerOf(telegramId)})`;

const place = sql`(${imageFiles.createdAt}, ${imageFiles.id})`;

const select = (db: Db) =>
  db
    .select({ picture: imageFiles, image: images, avatarName: avatars.name })
    .from(imageFiles)
    .innerJoin(images, eq(images.id, imageFiles.imageId))
    .leftJoin(
      avatars,
      and(
        eq(avatars.id, imageFiles.avatarId),
        eq(avatars.userId, imageFiles.userId),
        sql`${avatars.state} <> 'deleted'`,
      ),
    );

/**
 * A picture of theirs: `at` itself, or the next `older` or `newer` one; without `at`, or where there is none that way, the
 * nearest. Null when the filter lets nothing through. Another's id is as good as none.
 */
export async function findShown(
  db: Db,
  telegramId: number,
  filter: GalleryFilter,
  { at, way }: { at: string | null; way: "at" | "older" | "newer" },
  now: Date,
): Promise<Shown | null> {
  const allowed = passes(telegramId, filter, now);
  const newestFirst = [desc(imageFiles.createdAt), desc(imageFiles.id)];
  const oldestFirst = [asc(imageFiles.createdAt), asc(imageFiles.id)];
  const older = (sign: SQL) =>
    reach(() =>
      select(db)
        .where(and(allowed, sql`${place} ${sign} ${placeOf(telegramId, at ?? "")}`))
        .orderBy(...newestFirst)
        .limit(1),
    );
  const newer = () =>
    reach(() =>
      select(db)
        .where(and(allowed, sql`${place} > ${placeOf(telegramId, at ?? "")}`))
        .orderBy(...oldestFirst)
        .limit(1),
    );
  const first = () =>
    reach(() =>
      select(db)
        .where(allowed)
        .orderBy(...newestFirst)
        .limit(1),
    );
  const tries =
    at === null
      ? [first]
      : way === "older"
        ? [() => older(sql`<`), () => older(sql`<=`), newer, first]
        : way === "newer"
          ? [newer, () => older(sql`<=`), first]
          : [() => older(sql`<=`), newer, first];
  for (const attempt of tries) {
    const [found] = await attempt();
    if (!found) continue;
    const [counted] = await reach(() =>
      db
        .select({
          all: sql<number>`count(*)::int`,
          number: sql<number>`count(*) filter (where ${place} >= ${placeOf(telegramId, found.picture.id)})::int`,
        })
        .from(imageFiles)
        .innerJoin(images, eq(images.id, imageFiles.imageId))
        .where(allowed),
    );
    return { ...found, number: counted?.number ?? 1, all: counted?.all ?? 1 };
  }
  return null;
}

/** How many a filter lets through. */
export const countShown = (db: Db, telegramId: number, filter: GalleryFilter, now: Date): Promise<number> =>
  reach(async () => {
    const [counted] = await db
      .select({ all: sql<number>`count(*)::int` })
      .from(imageFiles)
      .innerJoin(images, eq(images.id, imageFiles.imageId))
      .where(passes(telegramId, filter, now));
    return counted?.all ?? 0;
  });

/** The pictures from `at` on, towards the older ones: one overview, and with which picture the next one begins. */
export const listShown = (
  db: Db,
  telegramId: number,
  filter: GalleryFilter,
  at: string | null,
  now: Date,
): Promise<{ pictures: Picture[]; next: string | null }> =>
  reach(async () => {
    const rows = await select(db)
      .where(
        and(
          passes(telegramId, filter, now),
          at === null ? undefined : sql`${place} <= ${placeOf(telegramId, at)}`,
        ),
      )
      .orderBy(desc(imageFiles.createdAt), desc(imageFiles.id))
      .limit(OVERVIEW + 1);
    const pictures = rows.map(({ picture }) => picture);
    return { pictures: pictures.slice(0, OVERVIEW), next: pictures[OVERVIEW]?.id ?? null };
  });

/** Telegram's name of an avatar's picture for its card: a favourite, or the newest. Null when there is none. */
export const findPreview = (db: Db, avatarId: string): Promise<string | null> =>
  reach(async () => {
    const [picture] = await db
      .select({ fileId: imageFiles.fileId })
      .from(imageFiles)
      .where(and(eq(imageFiles.avatarId, avatarId), isThere, isNotNull(imageFiles.fileId)))
      .orderBy(desc(imageFiles.isFavourite), desc(imageFiles.createdAt), desc(imageFiles.id))
      .limit(1);
    return picture?.fileId ?? null;
  });

/** The avatars that pictures of theirs were drawn with. */
export const listDrawnAvatars = (
  db: Db,
  telegramId: number,
): Promise<{ id: string; name: string | null; pictures: number }[]> =>
  reach(() =>
    db
      .select({ id: avatars.id, name: avatars.name, pictures: sql<number>`count(*)::int` })
      .from(imageFiles)
      .innerJoin(avatars, and(eq(avatars.id, imageFiles.avatarId), eq(avatars.userId, imageFiles.userId)))
      .where(and(eq(imageFiles.userId, ownerOf(telegramId)), isThere, sql`${avatars.state} <> 'deleted'`))
      .groupBy(avatars.id)
      .orderBy(desc(sql`count(*)`), asc(avatars.id))
      .limit(20),
  );

export interface GalleryFigures {
  pictures: number;
  favourites: number;
  /** What was really taken for pictures. */
  coins: number;
  orders: number;
}

export async function readGalleryFigures(db: Db, telegramId: number): Promise<GalleryFigures> {
  const owner = ownerOf(telegramId);
  const { rows } = await reach(() =>
    db.execute<{ pictures: number; favourites: number; coins: number; orders: number }>(sql`
      select count(*)::int as pictures, (count(*) filter (where is_favourite))::int as favourites,
             (select coalesce(sum(charged), 0)::int from ${works} where user_id = ${owner} and feature = 'image') as coins,
             (select count(*)::int from ${images} where user_id = ${owner} and state = 'done') as orders
        from ${imageFiles} where user_id = ${owner} and storage_key is not null and deleted_at is null`),
  );
  return rows[0] ?? { pictures: 0, favourites: 0, coins: 0, orders: 0 };
}

/** Deletes a picture of theirs for them at once; its object goes when it can no longer be taken back. */
export function deletePicture(
  db: Db,
  telegramId: number,
  id: string,
  now: Date,
): { change: Statement; job: NewJob; when: SQL } {
  return {
    change: db
      .update(imageFiles)
      .set({ deletedAt: now })
      .where(and(eq(imageFiles.id, id), eq(imageFiles.userId, ownerOf(telegramId)), isThere)),
    job: {
      kind: "images.erase",
      payload: { pictureId: id, at: now.getTime() },
      key: `erase:${id}:${now.getTime()}`,
    },
    when: sql`exists (select 1 from ${imageFiles} where ${imageFiles.id} = ${id} and ${imageFiles.deletedAt} = ${now.toISOString()}::timestamptz)`,
  };
}

/** Whether a picture of theirs is deleted, and can still be had back. */
export const wasDeleted = (db: Db, telegramId: number, id: string, now: Date): Promise<boolean> =>
  reach(async () => {
    const rows = await db
      .select({ id: imageFiles.id })
      .from(imageFiles)
      .where(canRestore(telegramId, id, now));
    return rows.length > 0;
  });

const canRestore = (telegramId: number, id: string, now: Date) =>
  and(
    eq(imageFiles.id, id),
    eq(imageFiles.userId, ownerOf(telegramId)),
    isNotNull(imageFiles.storageKey),
    gte(imageFiles.deletedAt, secondsLater(now, -PICTURE_UNDO_SECONDS)),
  );

/** Takes a deletion back, as long as that is allowed. */
export const restorePicture = (db: Db, telegramId: number, id: string, now: Date): Statement =>
  db
    .update(imageFiles)
    .set({ deletedAt: null })
    .where(canRestore(telegramId, id, now));

/** A picture that is deleted since this very moment; null when that was taken back, or its object is gone. */
export async function findDeletedPicture(db: Db, id: string, since: Date): Promise<Picture | null> {
  const [picture] = await reach(() =>
    db
      .select()
      .from(imageFiles)
      .where(
        and(
          eq(imageFiles.id, id),
          sql`${imageFiles.deletedAt} = ${since.toISOString()}::timestamptz`,
          isNotNull(imageFiles.storageKey),
        ),
      ),
  );
  return picture ?? null;
}

/** It can no longer be taken back: from here on nothing leads to its object, which the step removes. */
export const forgetPicture = (db: Db, id: string, since: Date): Statement =>
  db
    .update(imageFiles)
    .set({ storageKey: null, fileId: null, documentFileId: null, vendorUrl: "" })
    .where(and(eq(imageFiles.id, id), sql`${imageFiles.deletedAt} = ${since.toISOString()}::timestamptz`));
