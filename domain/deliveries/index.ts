import { eq } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { falDeliveries } from "../../schema/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { isId, newId } from "../new-id.ts";

export type Delivery = typeof falDeliveries.$inferSelect;

/** What a webhook brought, as far as the door can tell. */
export type NewDelivery = Pick<Delivery, "requestId" | "reference" | "digest" | "signed" | "body">;

/** Keeps a delivery and owes its reading. The same body again changes nothing: row and job have the same unique key. */
export function keepDelivery(db: Db, delivery: NewDelivery, now: Date): { change: Statement; job: NewJob } {
  const deliveryId = newId("fal", now);
  return {
    change: db
      .insert(falDeliveries)
      .values({ ...delivery, id: deliveryId, createdAt: now })
      .onConflictDoNothing({ target: [falDeliveries.requestId, falDeliveries.digest] }),
    job: {
      // By the queue of what it is about, where our own id says so: a picture does not wait behind trainings.
      kind: isId(delivery.reference ?? "", "img") ? "images.delivered" : "avatars.delivered",
      payload: { deliveryId },
      key: `delivered:${delivery.requestId}:${delivery.digest}`,
    },
  };
}

export async function findDelivery(db: Db, id: string): Promise<Delivery | null> {
  const [delivery] = await reach(() => db.select().from(falDeliveries).where(eq(falDeliveries.id, id)));
  return delivery ?? null;
}

/** Notes what was done about a delivery. */
export const handleDelivery = (db: Db, id: string, outcome: string, now: Date): Statement =>
  db.update(falDeliveries).set({ outcome, handledAt: now }).where(eq(falDeliveries.id, id));
