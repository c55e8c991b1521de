import { and, eq, sql } from "drizzle-orm";
import type { Db } from "../../ports/postgres.ts";
import { avatars } from "../../schema/index.ts";
import type { Avatar } from "./states.ts";

/** The photos of an avatar lie in the chat once more before it is ordered: which, and in which messages. */
type LaidOut = Pick<Avatar, "id" | "laidOut" | "laidOutAlbums" | "laidOutMessages">;

/** Lays these photos out in place of others: answers a row, unless somebody else has begun since. */
export const beginLayout = (db: Db, { id, laidOut }: LaidOut, photoIds: string[]) =>
  db
    .update(avatars)
    .set({ laidOut: photoIds, laidOutAlbums: 0, laidOutMessages: [] })
    .where(and(eq(avatars.id, id), eq(avatars.laidOut, laidOut)))
    .returning({ id: avatars.id });

/** Takes the right to send the album of this number, from 0: answers a row, once for each album of a layout. */
export const claimAlbum = (db: Db, id: string, photoIds: string[], album: number) =>
  db
    .update(avatars)
    .set({ laidOutAlbums: album + 1 })
    .where(and(eq(avatars.id, id), eq(avatars.laidOut, photoIds), eq(avatars.laidOutAlbums, album)))
    .returning({ id: avatars.id });

/** Gives the right back: the album did not go out. */
export const releaseAlbum = (db: Db, id: string, photoIds: string[], album: number) =>
  db
    .update(avatars)
    .set({ laidOutAlbums: album })
    .where(and(eq(avatars.id, id), eq(avatars.laidOut, photoIds), eq(avatars.laidOutAlbums, album + 1)));

/** Remembers the messages of an album, which go when other photos are laid out. */
export const noteAlbum = (db: Db, id: string, photoIds: string[], messageIds: readonly number[]) =>
  db
    .update(avatars)
    .set({ laidOutMessages: sql`${avatars.laidOutMessages} || ${`{${messageIds.join(",")}}`}::bigint[]` })
    .where(and(eq(avatars.id, id), eq(avatars.laidOut, photoIds)));
