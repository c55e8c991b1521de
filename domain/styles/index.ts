import { and, asc, desc, eq, gte, isNotNull, isNull, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { imageFiles, images, styleFavourites, styles } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";

/** A text for pictures that is written already. */
export type Style = typeof styles.$inferSelect;
export type StyleCategory = Style["category"];

/** Whether a text that came from outside has the shape of a style's id. */
export const isStyleId = (text: string): boolean => /^[a-z]+(-[a-z]+)+$/.test(text) && text.length <= 40;

/** What was drawn within so many days makes a style popular. */
const POPULAR_DAYS = 90;
/** One screen of styles. */
const POPULAR_MOST = 8;

export async function findStyle(db: Db, id: string): Promise<Style | null> {
  const [style] = await reach(() => db.select().from(styles).where(eq(styles.id, id)));
  return style ?? null;
}

export const listCategory = (db: Db, category: StyleCategory): Promise<Style[]> =>
  reach(() =>
    db
      .select()
      .from(styles)
      .where(eq(styles.category, category))
      .orderBy(asc(styles.position), asc(styles.id)),
  );

/** A person's favourites, the last chosen first. */
export const listFavouriteStyles = (db: Db, telegramId: number): Promise<Style[]> =>
  reach(async () => {
    const rows = await db
      .select({ style: styles })
      .from(styleFavourites)
      .innerJoin(styles, eq(styles.id, styleFavourites.styleId))
      .where(eq(styleFavourites.userId, ownerOf(telegramId)))
      .orderBy(desc(styleFavourites.createdAt), asc(styles.id));
    return rows.map(({ style }) => style);
  });

/** The styles that were drawn most lately, by everybody; none that nobody drew. */
export const listPopularStyles = (db: Db, now: Date): Promise<Style[]> =>
  reach(async () => {
    const rows = await db
      .select({ style: styles })
      .from(images)
      .innerJoin(styles, eq(styles.id, images.templateId))
      .where(
        and(
          isNotNull(images.templateId),
          eq(images.state, "done"),
          gte(images.createdAt, secondsLater(now, -POPULAR_DAYS * 86_400)),
        ),
      )
      .groupBy(styles.id)
      .orderBy(desc(sql`count(*)`), asc(styles.id))
      .limit(POPULAR_MOST);
    return rows.map(({ style }) => style);
  });

export const isFavouriteStyle = (db: Db, telegramId: number, id: string): Promise<boolean> =>
  reach(async () => {
    const rows = await db
      .select({ id: styleFavourites.styleId })
      .from(styleFavourites)
      .where(and(eq(styleFavourites.userId, ownerOf(telegramId)), eq(styleFavourites.styleId, id)));
    return rows.length > 0;
  });

/** Keeps a style at hand, or does not any more. One that does not exist changes nothing. */
export const likeStyle = (db: Db, telegramId: number, id: string, now: Date): Statement =>
  db.execute(sql`
    with gone as (delete from ${styleFavourites} where user_id = ${ownerOf(telegramId)} and style_id = ${id} returning 1)
    insert into ${styleFavourites} (user_id, style_id, created_at)
    select u, s.id, ${now.toISOString()}::timestamptz
      from ${styles} s, (select ${ownerOf(telegramId)} as u) o
     where s.id = ${id} and u is not null and not exists (select from gone)
    on conflict do nothing`);

/** Telegram's name of a person's own last picture in a style: the only preview that is true. Null when there is none. */
export const findOwnPreview = (db: Db, telegramId: number, styleId: string): Promise<string | null> =>
  reach(async () => {
    const [last] = await db
      .select({ fileId: imageFiles.fileId })
      .from(images)
      .innerJoin(imageFiles, eq(imageFiles.imageId, images.id))
      .where(
        and(
          eq(images.templateId, styleId),
          eq(images.userId, ownerOf(telegramId)),
          isNotNull(imageFiles.fileId),
          isNull(imageFiles.deletedAt),
        ),
      )
      .orderBy(desc(images.createdAt), asc(imageFiles.position))
      .limit(1);
    return last?.fileId ?? null;
  });
