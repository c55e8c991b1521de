import { endReturn, findPayment, undoReturn } from "../../domain/billing/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, type Step, skip } from "../step.ts";

/** Somebody's money: Telegram is asked for a whole day before the return is given up. */
const PATIENCE_SECONDS = 86_400;

type Job = TakenJob<"notices.return">;

/** Gives Stars back to their payer, whose coins were taken back before. Asking Telegram twice is harmless. */
export const returnStars: Step<"notices.return"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock, telegram } = ports;
    const payment = await findPayment(db, job.payload.chargeId);
    if (payment?.state !== "returning") return skip(`payment is ${payment?.state ?? "unknown"}`);
    const outcome = await telegram.returnStars(payment.telegramId, payment.chargeId);
    if (outcome === "refused") return undo(ports, job);
    return {
      did: `returned ${payment.stars} Stars`,
      changes: [endReturn(db, payment.chargeId, clock.now())],
      next: [telling(payment.telegramId, payment.chargeId, "returned")],
    };
  },
  giveUp: undo,
  patienceSeconds: () => PATIENCE_SECONDS,
};

async function undo({ db, clock }: Ports, { payload: { chargeId } }: Job): Promise<Outcome> {
  const payment = await findPayment(db, chargeId);
  if (!payment) return skip("no such payment");
  return {
    did: "not returned: the coins are given back",
    changes: [undoReturn(db, chargeId, clock.now())],
    next: [telling(payment.telegramId, `${chargeId}:${payment.returns}`, "not-returned")],
  };
}

const telling = (telegramId: number, what: string, screen: "returned" | "not-returned") =>
  ({
    kind: "notices.show",
    payload: { telegramId, screen, about: what.split(":")[0] ?? "" },
    key: `${screen}:${what}`,
  }) as const;
