import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { imageFiles, images } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { ownerOf } from "../users/index.ts";
import { DRAWING, type Image, type ImageState, imageBefore, type Picture } from "./states.ts";

/** What is learned about an order on its way. */
export type ImageFacts = Partial<
  Pick<
    Image,
    | "requestId"
    | "submittedAt"
    | "lostRequests"
    | "startedAt"
    | "queuePosition"
    | "askAfter"
    | "seed"
    | "statusMessageId"
    | "toldAt"
  >
>;

/** Moves an order to `state` with what was learned; does nothing where the table of states forbids it. Answers `[{ id }]` when it moved. */
export const advanceImage = (db: Db, id: string, state: ImageState, facts: ImageFacts, now: Date) =>
  db
    .update(images)
    .set({ ...facts, state, changedAt: now })
    .where(and(eq(images.id, id), inArray(images.state, imageBefore(state))))
    .returning({ id: images.id });

/** What was learned without a change of state, while the order is under way. */
export const noteImage = (db: Db, id: string, facts: ImageFacts, now: Date): Statement =>
  db
    .update(images)
    .set({ ...facts, changedAt: now })
    .where(and(eq(images.id, id), inArray(images.state, [...DRAWING])));

/** The vendor's id of a request whose order ended meanwhile: it is needed to stop it there. */
export const rememberImageRequest = (db: Db, id: string, requestId: string): Statement =>
  db
    .update(images)
    .set({ requestId })
    .where(and(eq(images.id, id), sql`${images.requestId} is null`));

/** The message that shows how far it is, or that it was told how it ended. Also after the end. */
export const markImage = (
  db: Db,
  id: string,
  facts: Pick<ImageFacts, "statusMessageId" | "toldAt">,
): Statement => db.update(images).set(facts).where(eq(images.id, id));

/** Holds while the order is in this state. */
export const imageIs = (id: string, state: ImageState): SQL =>
  sql`exists (select 1 from ${images} where ${images.id} = ${id} and ${images.state} = ${state}::image_state)`;

/** The vendor has drawn: notes where its pictures are. A repetition finds them noted. */
export const keepDrawn = (
  db: Db,
  image: Pick<Image, "id" | "userId" | "avatarId" | "count">,
  drawn: { pictures: readonly { url: string; isNsfw: boolean }[]; seed: number | null; requestId: string },
  now: Date,
): Statement[] => [
  advanceImage(
    db,
    image.id,
    "drawn",
    { requestId: drawn.requestId, ...(drawn.seed !== null && { seed: drawn.seed }) },
    now,
  ),
  ...drawn.pictures.slice(0, image.count).map(({ url, isNsfw }, position) =>
    db.execute(sql`
      insert into ${imageFiles} (id, image_id, user_id, avatar_id, position, is_nsfw, vendor_url, created_at)
      select ${newId("pic", now)}, ${images.id}, ${images.userId}, ${images.avatarId}, ${position}::smallint,
             ${isNsfw}::boolean, ${url}, ${now.toISOString()}::timestamptz
        from ${images} where ${images.id} = ${image.id} and ${images.state} = 'drawn'
      on conflict (image_id, position) do nothing`),
  ),
];

/** What became of one picture: where it lies, what its bytes are, how Telegram names it. */
export const notePicture = (
  db: Db,
  id: string,
  facts: Partial<
    Pick<
      Picture,
      | "isNsfw"
      | "storageKey"
      | "kind"
      | "bytes"
      | "width"
      | "height"
      | "fileId"
      | "documentFileId"
      | "messageId"
      | "isFavourite"
    >
  >,
): Statement => db.update(imageFiles).set(facts).where(eq(imageFiles.id, id));

/** Makes a picture of theirs a favourite, or no favourite any more. Answers `[{ isFavourite }]`; none for another's. */
export const starPicture = (db: Db, telegramId: number, id: string) =>
  db
    .update(imageFiles)
    .set({ isFavourite: sql`not ${imageFiles.isFavourite}` })
    .where(
      and(
        eq(imageFiles.id, id),
        eq(imageFiles.userId, ownerOf(telegramId)),
        sql`${imageFiles.storageKey} is not null and ${imageFiles.deletedAt} is null`,
      ),
    )
    .returning({ isFavourite: imageFiles.isFavourite });

/** How often the vendor is asked about an order that says nothing. */
export const ASK_IMAGES_SECONDS = 45;

/** Orders that the vendor is to be asked about now; each is left alone for a while then. */
export const claimSilentImages = (db: Db, now: Date, most: number): Promise<{ id: string }[]> => {
  const silent = db
    .select({ id: images.id })
    .from(images)
    .where(
      and(
        inArray(images.state, ["submitting", "drawing"]),
        sql`${images.askAfter} <= ${now.toISOString()}::timestamptz`,
      ),
    )
    .limit(most)
    .for("update", { skipLocked: true });
  return reach(() =>
    db
      .update(images)
      .set({ askAfter: secondsLater(now, ASK_IMAGES_SECONDS) })
      .where(inArray(images.id, silent))
      .returning({ id: images.id }),
  );
};

/** One edit of the status message every few seconds, whoever wants to make it. Answers a row when it may be made. */
export const claimImageStatus = (db: Db, id: string, now: Date) =>
  db
    .update(images)
    .set({ statusEditedAt: now })
    .where(
      and(
        eq(images.id, id),
        inArray(images.state, [...DRAWING]),
        sql`${images.statusEditedAt} <= ${now.toISOString()}::timestamptz - interval '3 seconds'`,
      ),
    )
    .returning({ statusMessageId: images.statusMessageId });
