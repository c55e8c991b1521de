import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { images } from "../../schema/index.ts";
import { endWork, voidWork } from "../billing/index.ts";
import { ownerOf } from "../users/index.ts";
import { type ImageFacts, imageIs } from "./draw.ts";
import { workOf } from "./order.ts";
import { type Image, type ImageFailure, imageBefore } from "./states.ts";

/** What the vendor was paid for, as far as we know: nothing before the first request. */
const share = sql`(${images.submittedAt} is not null and not ${images.isTest})::int::float8`;
const shareOf = (id: string): SQL => sql`(select ${share} from ${images} where ${images.id} = ${id})`;

/** The share of the agreed price that is taken: each picture that its owner got, none that the safety filter took. */
export const chargeForPictures = (
  { quotedCoins, count }: Pick<Image, "quotedCoins" | "count">,
  got: number,
): number => Math.floor(((quotedCoins ?? 0) * Math.min(got, count)) / count);

/** The pictures are their owner's: what they got is paid, the rest of the coins goes back. */
export const finishImage = (
  db: Db,
  image: Pick<Image, "id" | "quotedCoins" | "count">,
  got: number,
  facts: ImageFacts,
  now: Date,
): Statement[] => [
  db
    .update(images)
    .set({ ...facts, state: "done", endedAt: now, changedAt: now })
    .where(and(eq(images.id, image.id), inArray(images.state, imageBefore("done")))),
  endWork(db, workOf(image.id), chargeForPictures(image, got), now),
];

/** Ends an order without pictures, and gives its coins back. Final states stay as they are. */
export const failImage = (db: Db, id: string, failure: ImageFailure, now: Date): Statement[] => [
  db
    .update(images)
    .set({ state: "failed", failure, endedAt: now, changedAt: now })
    .where(and(eq(images.id, id), inArray(images.state, imageBefore("failed")))),
  voidWork(db, workOf(id), shareOf(id), now, imageIs(id, "failed")),
];

/** Its owner stops an order: the coins come back. What is drawn already is not stopped any more. */
export function cancelImage(
  db: Db,
  telegramId: number,
  id: string,
  now: Date,
): { changes: Statement[]; when: SQL } {
  const stopped = and(
    eq(images.id, id),
    eq(images.userId, ownerOf(telegramId)),
    eq(images.state, "cancelled"),
    sql`${images.endedAt} = ${now.toISOString()}::timestamptz`,
  );
  return {
    changes: [
      db
        .update(images)
        .set({ state: "cancelled", endedAt: now, changedAt: now })
        .where(
          and(
            eq(images.id, id),
            eq(images.userId, ownerOf(telegramId)),
            inArray(images.state, imageBefore("cancelled")),
          ),
        )
        .returning({ id: images.id }),
      db.execute(sql`
        select void_work('image:' || ${images.id}, ${share}, ${now.toISOString()}::timestamptz)
          from ${images} where ${stopped}`),
    ],
    when: sql`exists (select 1 from ${images} where ${stopped})`,
  };
}
