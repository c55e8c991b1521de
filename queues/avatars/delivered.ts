import { findTrainingOf, type Training } from "../../domain/avatars/index.ts";
import { type Delivery, findDelivery, handleDelivery } from "../../domain/deliveries/index.ts";
import { readOlderWebhook, readWebhook } from "../../ports/fal/index.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { conclude } from "./conclude.ts";

/** An hour: FAL's own repetitions go on for two, and the reconciler asks FAL itself anyway. */
const PATIENCE_SECONDS = 3600;

/** Reads what FAL's webhook brought, and applies it to the training that it concerns. */
export const delivered: Step<"avatars.delivered"> = {
  async run(ports, job) {
    const { db, clock } = ports;
    const delivery = await findDelivery(db, job.payload.deliveryId);
    if (!delivery) return skip("no such delivery");
    if (delivery.handledAt) return skip("handled before");
    const { requestId, reference, signed, body } = delivery;
    const training = await findTrainingOf(db, requestId, signed ? reference : requestId);
    const outcome: Outcome =
      training && concerns(delivery, training)
        ? conclude(ports, training, signed ? readWebhook(body) : readOlderWebhook(body), requestId)
        : { did: "unknown request" };
    return {
      ...outcome,
      changes: [
        ...(outcome.changes ?? []),
        handleDelivery(db, delivery.id, outcome.did.slice(0, 200), clock.now()),
      ],
    };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `left unhandled: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/**
 * Whether a delivery may speak for a training. FAL signs for all of its customers, so a signed body with our reference
 * still has to be about our request, where we know which one that is; after a lost answer it may be about another.
 * What is not signed (test mode's older body) speaks for tests only, and FAL never does.
 */
function concerns({ signed, requestId }: Delivery, training: Training): boolean {
  if (training.isTest || !signed) return training.isTest && !signed;
  return training.requestId === null || training.requestId === requestId || training.lostRequests > 0;
}
