import { randomBytes } from "node:crypto";
import { broken, refused } from "../errors.ts";
import type { Call, Method } from "../simulation.ts";
import type { Invoice } from "../wire.ts";
import { botUser, post } from "../world.ts";
import { integerOf, listOf, stringOf } from "./arguments.ts";
import { readMarkup } from "./markup.ts";
import { postAsBot } from "./send.ts";
import { findOpenRoom } from "./target.ts";

/** The only period Telegram sells: 30 days (createInvoiceLink, subscription_period). */
const PERIOD_SECONDS = 2_592_000;

/** Reads an invoice in Stars; other currencies need a payment provider, which is not simulated. Throws ApiError 400. */
function readInvoice(call: Call): { invoice: Invoice; payload: string } {
  const title = stringOf(call, "title") ?? "";
  const description = stringOf(call, "description") ?? "";
  const payload = stringOf(call, "payload") ?? "";
  const prices = listOf<{ label?: string; amount?: number }>(call, "prices", "prices") ?? [];
  if (title.length < 1 || title.length > 32)
    throw broken("invoice title is invalid: 1-32 characters are needed");
  if (description.length < 1 || description.length > 255)
    throw broken("invoice description is invalid: 1-255 characters are needed");
  if (Buffer.byteLength(payload) < 1 || Buffer.byteLength(payload) > 128)
    throw broken("INVOICE_PAYLOAD_INVALID");
  if (stringOf(call, "currency") !== "XTR") throw broken("CURRENCY_INVALID");
  if (stringOf(call, "provider_token")) throw broken("PAYMENT_PROVIDER_INVALID");
  const [price, ...others] = prices;
  if (!price || others.length > 0) throw broken("STARS_INVOICE_INVALID");
  const amount = Number(price.amount);
  // core.telegram.org/bots/payments-stars: whole Stars, up to 10000 in one invoice.
  if (!Number.isSafeInteger(amount) || amount < 1 || amount > 10_000)
    throw broken("CURRENCY_TOTAL_AMOUNT_INVALID");
  if (typeof price.label !== "string" || price.label === "")
    throw broken("can't parse labeled price: label is empty");
  const start_parameter = stringOf(call, "start_parameter") ?? "";
  return { invoice: { title, description, start_parameter, currency: "XTR", total_amount: amount }, payload };
}

const sendInvoice: Method = (simulation, call) => {
  const room = findOpenRoom(simulation, call);
  const { invoice, payload } = readInvoice(call);
  const given = readMarkup(call, { inlineOnly: true });
  const first = given.inline?.inline_keyboard[0]?.[0];
  if (given.inline && !first?.pay) throw broken("the first button must be a Pay button");
  const pay = { text: `Pay ⭐️${invoice.total_amount}`, pay: true };
  const markup = given.inline ? given : { inline: { inline_keyboard: [[pay]] } };
  return postAsBot(simulation, room, call, { invoice }, { markup, extra: { payload } });
};

const createInvoiceLink: Method = (simulation, call) => {
  const { invoice, payload } = readInvoice(call);
  const period = integerOf(call, "subscription_period");
  if (period !== undefined && period !== PERIOD_SECONDS) throw broken("SUBSCRIPTION_PERIOD_INVALID");
  const slug = randomBytes(12).toString("base64url");
  simulation.world.invoices.set(slug, { ...invoice, payload, ...(period && { period }) });
  return `https://t.me/$${slug}`;
};

const refundStarPayment: Method = (simulation, call) => {
  const { world } = simulation;
  const userId = integerOf(call, "user_id");
  if (!world.users.has(userId ?? 0)) throw refused("USER_ID_INVALID");
  const chargeId = stringOf(call, "telegram_payment_charge_id");
  const payment = world.payments.find((one) => one.chargeId === chargeId && one.userId === userId);
  if (!payment) throw refused("CHARGE_NOT_FOUND");
  if (payment.refunded) throw refused("CHARGE_ALREADY_REFUNDED");
  payment.refunded = true;
  const room = world.rooms.get(payment.userId);
  if (room) {
    const refunded_payment = {
      currency: "XTR",
      total_amount: payment.amount,
      invoice_payload: payment.payload,
      telegram_payment_charge_id: payment.chargeId,
    };
    const message = post(simulation, room, { from: botUser(world), refunded_payment });
    simulation.outbox.add("message", message, { chatId: room.chat.id });
  }
  return true;
};

const getStarTransactions: Method = ({ world }, call) => {
  const offset = integerOf(call, "offset") ?? 0;
  const limit = Math.min(integerOf(call, "limit") ?? 100, 100);
  const transactions = world.payments.map(({ chargeId, amount, userId, payload }) => ({
    id: chargeId,
    amount,
    date: 0,
    source: {
      type: "user",
      transaction_type: "invoice_payment",
      user: world.users.get(userId),
      invoice_payload: payload,
    },
  }));
  return { transactions: transactions.slice(offset, offset + limit) };
};

const getMyStarBalance: Method = ({ world }) => ({
  amount: world.payments.filter(({ refunded }) => !refunded).reduce((sum, { amount }) => sum + amount, 0),
});

export const paying: Record<string, Method> = {
  sendInvoice,
  createInvoiceLink,
  refundStarPayment,
  getStarTransactions,
  getMyStarBalance,
};
