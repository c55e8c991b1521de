import { and, asc, eq, gt, isNotNull, isNull } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { avatarPhotos, avatars, digests, imageFiles, images, transcripts } from "../../schema/index.ts";
import type { Transcript } from "../transcripts/index.ts";

/** Texts may be long: so many are in memory at a time. */
const PAGE = 20;

/** Goes through rows in the order of their ids, a page at a time, however many there are. */
async function* pages<Row extends { id: string }>(
  read: (after: string) => Promise<Row[]>,
): AsyncGenerator<Row> {
  for (let after = ""; ; ) {
    const rows = await read(after);
    yield* rows;
    const last = rows.at(-1);
    if (!last || rows.length < PAGE) return;
    after = last.id;
  }
}

/** Everything that somebody sent in private, the oldest first. What groups said is not theirs to take. */
export const eachRecording = (db: Db, userId: string): AsyncGenerator<Transcript> =>
  pages((after) =>
    reach(() =>
      db
        .select()
        .from(transcripts)
        .where(and(eq(transcripts.userId, userId), gt(transcripts.chatId, 0), gt(transcripts.id, after)))
        .orderBy(asc(transcripts.id))
        .limit(PAGE),
    ),
  );

/** The ids of what was written about their recordings. */
export const eachDigest = (db: Db, userId: string): AsyncGenerator<{ id: string }> =>
  pages((after) =>
    reach(() =>
      db
        .select({ id: digests.id })
        .from(digests)
        .where(and(eq(digests.userId, userId), isNotNull(digests.result), gt(digests.id, after)))
        .orderBy(asc(digests.id))
        .limit(PAGE),
    ),
  );

/** Their pictures, with what they were drawn from. */
export const eachPicture = (db: Db, userId: string) =>
  pages((after) =>
    reach(() =>
      db
        .select({
          id: imageFiles.id,
          storageKey: imageFiles.storageKey,
          kind: imageFiles.kind,
          createdAt: imageFiles.createdAt,
          isFavourite: imageFiles.isFavourite,
          words: images.words,
          prompt: images.prompt,
          seed: images.seed,
        })
        .from(imageFiles)
        .innerJoin(images, eq(images.id, imageFiles.imageId))
        .where(
          and(
            eq(imageFiles.userId, userId),
            isNotNull(imageFiles.storageKey),
            isNull(imageFiles.deletedAt),
            gt(imageFiles.id, after),
          ),
        )
        .orderBy(asc(imageFiles.id))
        .limit(PAGE),
    ),
  );

/** The photos that they gave for their avatars. */
export const eachPhoto = (db: Db, userId: string) =>
  pages((after) =>
    reach(() =>
      db
        .select({
          id: avatarPhotos.id,
          storageKey: avatarPhotos.storageKey,
          kind: avatarPhotos.kind,
          createdAt: avatarPhotos.createdAt,
          avatar: avatars.name,
        })
        .from(avatarPhotos)
        .innerJoin(avatars, eq(avatars.id, avatarPhotos.avatarId))
        .where(
          and(eq(avatars.userId, userId), isNotNull(avatarPhotos.storageKey), gt(avatarPhotos.id, after)),
        )
        .orderBy(asc(avatarPhotos.id))
        .limit(PAGE),
    ),
  );
