import { findTrainingOf, type Training } from "../../domain/avatars/index.ts";
import { type Delivery, findDelivery, handleDelivery } from "../../domain/deliveries/index.ts";
import { findImageOf } from "../../domain/images/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import { readDrawnWebhook, readOlderWebhook, readWebhook } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { concludeImage } from "../images/conclude.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { conclude } from "./conclude.ts";

/** An hour: FAL's own repetitions go on for two, and the reconciler asks FAL itself anyway. */
const PATIENCE_SECONDS = 3600;

/** Reads what FAL's webhook brought, and applies it to the training or the pictures that it concerns. */
async function read(
  ports: Ports,
  { payload }: TakenJob<"avatars.delivered" | "images.delivered">,
): Promise<Outcome> {
  const { db, clock } = ports;
  const delivery = await findDelivery(db, payload.deliveryId);
  if (!delivery) return skip("no such delivery");
  if (delivery.handledAt) return skip("handled before");
  const outcome = (await forTraining(ports, delivery)) ??
    (await forImage(ports, delivery)) ?? { did: "unknown request" };
  return {
    ...outcome,
    changes: [
      ...(outcome.changes ?? []),
      handleDelivery(db, delivery.id, outcome.did.slice(0, 200), clock.now()),
    ],
  };
}

const rest = {
  giveUp: async (_ports: Ports, _job: unknown, reason: string) => ({ did: `left unhandled: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Two kinds for one work: each has the queue of what it is about. */
export const delivered: Step<"avatars.delivered"> = { run: read, ...rest };
export const deliveredImage: Step<"images.delivered"> = { run: read, ...rest };

async function forTraining(ports: Ports, delivery: Delivery): Promise<Outcome | null> {
  const { requestId, reference, signed, body } = delivery;
  const training = await findTrainingOf(ports.db, requestId, signed ? reference : requestId);
  if (!training || !concerns(delivery, training)) return null;
  return conclude(ports, training, signed ? readWebhook(body) : readOlderWebhook(body), requestId);
}

/** The older body of the test mode knows no pictures. */
async function forImage(ports: Ports, delivery: Delivery): Promise<Outcome | null> {
  const { requestId, reference, signed, body } = delivery;
  const image = signed ? await findImageOf(ports.db, requestId, reference) : null;
  if (!image || !concerns(delivery, image)) return null;
  return concludeImage(ports, image, readDrawnWebhook(body), requestId);
}

/**
 * Whether a delivery may speak for a training or an order of pictures. FAL signs for all of its customers, so a signed body
 * with our reference still has to be about our request, where we know which one that is; after a lost answer it may be
 * about another. What is not signed (test mode's older body) speaks for tests only, and FAL never does.
 */
function concerns(
  { signed, requestId }: Delivery,
  ours: Pick<Training, "isTest" | "requestId" | "lostRequests">,
): boolean {
  if (ours.isTest || !signed) return ours.isTest && !signed;
  return ours.requestId === null || ours.requestId === requestId || ours.lostRequests > 0;
}
