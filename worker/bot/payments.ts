import { Composer } from "grammy";
import {
  beginReturn,
  checkCheckout,
  creditPayment,
  findOwnPayment,
  isUnmatched,
  NOT_ENOUGH_COINS,
  offerPackage,
  returnedByTelegram,
  rewardReferral,
  tariffOf,
} from "../../domain/billing/index.ts";
import { findUser, guessLocale } from "../../domain/users/index.ts";
import { nameTrouble, Unavailable } from "../../ports/errors.ts";
import { sqlState } from "../../ports/postgres.ts";
import { readTap } from "../../views/callbacks.ts";
import { translator } from "../../views/translate.ts";
import { showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** Buying coins with Telegram Stars, and giving them back. */
export const payments = new Composer<Turn>();

payments.command("start", async (turn, next) => {
  // The Pay button of a forwarded invoice leads here.
  if (turn.match !== "topup" || !turn.from) return next();
  await turn.commit(turn.from, { jobs: [showing(turn, "topup")] });
});

payments.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "buy") return next();
  const { ports, later } = turn.visit;
  const tariff = tariffOf(ports.env);
  // Anybody can forge a button: only what is on sale now is sold.
  const chosen = tariff.packages.find(({ coins, stars }) => coins === tap.coins && stars === tap.stars);
  if (!chosen || tariff.free) await turn.commit(turn.from, { jobs: [showing(turn, "topup")] });
  else {
    const { change, job } = offerPackage(ports.db, turn.from.id, chosen, turn.now);
    await turn.commit(turn.from, { changes: [change], jobs: [job], limit: "paying" });
  }
  later(ports.telegram.answerTap(turn.callbackQuery.id));
});

/**
 * Stars have been paid. Whatever goes wrong here, Telegram must come again with it: money that was taken and an update
 * that was acknowledged without effect would be a theft.
 */
payments.on("message:successful_payment", async (turn) => {
  const { successful_payment: paid } = turn.message;
  const { ports } = turn.visit;
  const chargeId = paid.telegram_payment_charge_id;
  const stars = paid.currency === "XTR" ? paid.total_amount : 0;
  const charge = { telegramId: turn.from.id, invoiceId: paid.invoice_payload, stars, chargeId };
  const paidScreen = { ...showing(turn, "paid", `paid:${chargeId}`) };
  try {
    const reward = await rewardReferral(
      ports.db,
      turn.from.id,
      tariffOf(ports.env),
      ports.env.TELEGRAM_WEBHOOK_SECRET,
      turn.now,
    );
    await turn.commit(turn.from, {
      limit: "open",
      changes: [creditPayment(ports.db, charge, turn.now), ...reward.changes],
      jobs: [
        ...reward.jobs,
        { ...paidScreen, payload: { ...paidScreen.payload, about: chargeId } },
        ...ports.env.TELEGRAM_ADMIN_IDS.map((telegramId) => ({
          kind: "notices.show" as const,
          payload: { telegramId, screen: "alert-unmatched", about: chargeId },
          key: `unmatched:${chargeId}:${telegramId}`,
          when: isUnmatched(chargeId),
        })),
      ],
    });
  } catch (error) {
    if (error instanceof Unavailable) throw error;
    ports.log.error("payment.failed", { charge: chargeId, error: nameTrouble(error) });
    throw new Unavailable("payments", 60, error);
  }
});

/** Stars went back to their payer: by our own wish, which is noted already, or by Telegram's. */
payments.on("message:refunded_payment", async (turn) => {
  const { ports } = turn.visit;
  const { telegram_payment_charge_id: chargeId } = turn.message.refunded_payment;
  // The message is the bot's own: who it is about is the chat.
  const user = await findUser(ports.db, turn.chat.id);
  if (!user) return;
  const payer = { ...turn.chat, is_bot: false, language_code: user.locale } as NonNullable<Turn["from"]>;
  await turn.commit(payer, {
    changes: [returnedByTelegram(ports.db, turn.chat.id, chargeId, turn.now)],
    limit: "open",
  });
});

payments.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "giveback") return next();
  const { ports, later } = turn.visit;
  const payment = await findOwnPayment(ports.db, turn.from.id, tap.invoiceId);
  const locale = guessLocale(turn.from.language_code);
  let word = "return-impossible";
  if (payment)
    try {
      const by = { telegramId: turn.from.id };
      const { change, job, when } = beginReturn(ports.db, payment, by, null, turn.now);
      const granted = await turn.commit(turn.from, { changes: [change], jobs: [{ ...job, when }] });
      const [row] = (granted?.rows[0] as { rows: { begun: boolean }[] } | undefined)?.rows ?? [];
      if (row?.begun) word = "return-begun";
      // A second tap, whichever of the two was first: the payment is looked at again, after the commit.
      else {
        const now = await findOwnPayment(ports.db, turn.from.id, tap.invoiceId);
        if (now?.state === "returning" || now?.state === "returned") word = "return-going";
      }
    } catch (error) {
      if (sqlState(error) !== NOT_ENOUGH_COINS) throw error;
    }
  const user = await findUser(ports.db, turn.from.id);
  later(ports.telegram.answerTap(turn.callbackQuery.id, translator(user?.locale ?? locale)(word)));
});

/** Telegram's question before it takes the Stars: not part of any chat. */
export const checkout = new Composer<Turn>();

checkout.on("pre_checkout_query", async (turn) => {
  const { ports } = turn.visit;
  const { id, from, currency, total_amount: stars, invoice_payload: invoiceId } = turn.preCheckoutQuery;
  const refusal = await refuse(turn, { telegramId: from.id, invoiceId, currency, stars });
  const locale = refusal && (await findUser(ports.db, from.id).catch(() => null))?.locale;
  const words = refusal && translator(locale ?? guessLocale(from.language_code))(`checkout-${refusal}`);
  ports.log.info("checkout", { invoice: invoiceId.slice(0, 40), outcome: refusal ?? "agreed" });
  // Nobody else can answer this later, so it is tried again here and now.
  const answer = () => ports.telegram.answerCheckout(id, words ?? undefined);
  await answer().catch(answer);
});

/** Why the payment cannot be honoured; null when it can. Without a database nothing can. */
async function refuse(turn: Turn, question: Parameters<typeof checkCheckout>[1]) {
  const { db, env } = turn.visit.ports;
  if (tariffOf(env).free) return "off";
  return checkCheckout(db, question, turn.now).catch(() => "down" as const);
}
