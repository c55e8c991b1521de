import { findDelivery, handleDelivery } from "../../domain/deliveries/index.ts";
import { type Step, skip } from "../step.ts";

/** An hour: FAL's own repetitions go on for two, and the reconciler asks FAL itself anyway. */
const PATIENCE_SECONDS = 3600;

/** Reads what FAL's webhook brought, and says whom it concerns. */
export const delivered: Step<"avatars.delivered"> = {
  async run({ db, clock }, job) {
    const delivery = await findDelivery(db, job.payload.deliveryId);
    if (!delivery) return skip("no such delivery");
    if (delivery.handledAt) return skip("handled before");
    // Nothing was ordered from FAL yet, so no request of ours can be meant.
    const outcome = "unknown request";
    return { did: outcome, changes: [handleDelivery(db, delivery.id, outcome, clock.now())] };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `left unhandled: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
