import { and, eq, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { images } from "../../schema/index.ts";
import { beginWork, type Price, type Tariff } from "../billing/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { newId } from "../new-id.ts";
import { imageIs } from "./draw.ts";
import type { Image } from "./states.ts";

/** The work whose coins an order costs. */
export const workOf = (imageId: string): string => `image:${imageId}`;

/** What is decided when pictures are ordered. */
export type Plan = Pick<Image, "painter" | "width" | "height" | "isTest">;

/** What an order brings about: a commit's changes, and the job that sends it to be drawn, owed only when this was the order. */
export interface Ordered {
  changes: Statement[];
  job: NewJob;
  when: SQL;
}

const drawLater = (imageId: string): NewJob => ({
  kind: "images.draw",
  payload: { imageId },
  key: `draw:${imageId}:0`,
});

/** The draft as it was read: what will be drawn, how often, in what shape and with whose likeness. */
const asRead = (image: Image): SQL | undefined =>
  and(
    eq(images.id, image.id),
    eq(images.state, "draft"),
    eq(images.source, image.source),
    eq(images.count, image.count),
    eq(images.ratio, image.ratio),
    eq(images.asWritten, image.asWritten),
    sql`${images.avatarId} is not distinct from ${image.avatarId}`,
    sql`${images.words} is not distinct from ${image.words}`,
    sql`${images.prompt} is not distinct from ${image.prompt}`,
    sql`${images.parentFileId} is not distinct from ${image.parentFileId}`,
  );

/**
 * Makes a draft an order and sets its coins aside: once, however often and from wherever it is asked for. What was priced
 * and checked is what is ordered: a draft that its owner has changed since it was read stays one. `unlike` holds then.
 */
export function orderDraft(
  db: Db,
  image: Image,
  plan: Plan,
  { price, tariff }: { price: Price; tariff: Tariff },
  now: Date,
): Ordered & { unlike: SQL } {
  const ordered = sql`exists (select 1 from ${images} where ${images.id} = ${image.id} and ${images.state} = 'ordered'
    and ${images.orderedAt} = ${now.toISOString()}::timestamptz)`;
  return {
    changes: [
      db
        .update(images)
        .set({
          ...plan,
          state: "ordered",
          awaits: null,
          failure: null,
          quotedCoins: price.coins,
          orderedAt: now,
          changedAt: now,
          statusEditedAt: new Date(0),
        })
        .where(asRead(image)),
      beginWork(
        db,
        { ref: workOf(image.id), userId: image.userId, chatId: image.chatId, price },
        tariff,
        now,
        ordered,
      ),
    ],
    job: drawLater(image.id),
    when: ordered,
    unlike: imageIs(image.id, "draft"),
  };
}

/** An order that nobody had to draft. */
export interface NewOrder extends Plan {
  /** Ours, and checked: the caller knows whose avatar it is. */
  userId: string;
  chatId: number;
  avatarId: string | null;
  source: Image["source"];
  /** English, without the likeness's own word: that is added when it is drawn. */
  prompt: string;
  ratio: Image["ratio"];
  count: number;
  /** Names what asked for it, where asking twice must not make two: "first:trg_…". */
  wishKey: string;
  /** Why it is free, when it is. */
  freeReason: string | null;
}

/**
 * Orders pictures without a draft, such as the first ones of a ready avatar: part of the commit that is the reason for
 * them. They are drawn, billed (`price`; a free one costs no coins, but counts towards the vendor's ceilings), repaired and
 * delivered like any other. Where `only` does not hold when it is committed nothing is ordered.
 */
export function orderPictures(
  db: Db,
  order: NewOrder,
  { price, tariff }: { price: Price; tariff: Tariff },
  now: Date,
  only?: SQL,
): Ordered & { imageId: string } {
  const imageId = newId("img", now);
  const ordered = sql`exists (select 1 from ${images} where ${images.id} = ${imageId})`;
  const work = { ref: workOf(imageId), userId: order.userId, chatId: order.chatId, price };
  return {
    imageId,
    changes: [
      db
        .insert(images)
        .values({
          ...order,
          id: imageId,
          state: "ordered",
          words: order.prompt,
          quotedCoins: price.coins,
          orderedAt: now,
          createdAt: now,
          changedAt: now,
          statusEditedAt: new Date(0),
        })
        .onConflictDoNothing({ target: images.wishKey }),
      ...(only ? [db.delete(images).where(and(eq(images.id, imageId), sql`not ${only}`))] : []),
      beginWork(db, work, tariff, now, ordered),
    ],
    job: drawLater(imageId),
    when: ordered,
  };
}
