import { randomBytes } from "node:crypto";
import type { CheckoutAnswer, Simulation } from "../simulation.ts";
import type { Invoice, Message, User } from "../wire.ts";
import { openRoom, post } from "../world.ts";

export interface Paid extends CheckoutAnswer {
  /** The service message with successful_payment, when it worked. */
  message?: Message;
}

/**
 * Presses Pay: asks the bot (pre_checkout_query), waits up to `limitMs` for its answer, and then pays.
 * No answer means that the payment failed, as for a real person.
 */
export async function payInvoice(
  simulation: Simulation,
  user: User,
  { invoice, payload }: { invoice: Invoice; payload: string },
  limitMs: number,
): Promise<Paid> {
  const { world, outbox, checkouts, now } = simulation;
  const { currency, total_amount } = invoice;
  const query = {
    id: String(randomBytes(8).readBigUInt64BE() >> 1n),
    from: user,
    currency,
    total_amount,
    invoice_payload: payload,
  };
  const answer = await new Promise<CheckoutAnswer>((resolve) => {
    const timer = setTimeout(
      () => resolve({ ok: false, error_message: "The bot did not respond in time" }),
      limitMs,
    );
    const answered = (given: CheckoutAnswer) => {
      clearTimeout(timer);
      resolve(given);
    };
    checkouts.set(query.id, { query, userId: user.id, time: now(), answered });
    outbox.add("pre_checkout_query", query, { userId: user.id, chatId: user.id });
  });
  if (!answer.ok) return answer;
  const chargeId = `stx${randomBytes(16).toString("base64url")}`;
  world.payments.push({ chargeId, userId: user.id, amount: total_amount, payload, refunded: false });
  const room = openRoom(world, { id: user.id, type: "private", first_name: user.first_name });
  const successful_payment = {
    currency,
    total_amount,
    invoice_payload: payload,
    telegram_payment_charge_id: chargeId,
    provider_payment_charge_id: `${user.id}_${room.messages.size}`,
  };
  const message = post(simulation, room, { from: user, successful_payment });
  outbox.add("message", structuredClone(message), { userId: user.id, chatId: room.chat.id });
  return { ...answer, message: structuredClone(message) };
}
