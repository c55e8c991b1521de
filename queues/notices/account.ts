import {
  countFriends,
  findPayment,
  findReturnable,
  findWallet,
  listEntries,
  RETURN_DAYS,
  readRedeemed,
  readStanding,
  referralName,
  tariffOf,
} from "../../domain/billing/index.ts";
import { findLatestOffer } from "../../domain/transcripts/index.ts";
import * as balance from "../../views/balance.ts";
import { staleTap } from "../../views/menu.ts";
import * as topup from "../../views/topup.ts";
import type { Screen } from "./screens.ts";

/** A screen that makes sense only where coins are on. */
const withCoins =
  (screen: Screen): Screen =>
  (t, context) =>
    tariffOf(context.ports.env).free ? topup.coinsOff(t) : screen(t, context);

/** Screens about coins and payments. */
export const accountScreens: Record<string, Screen> = {
  topup: withCoins(async (t, { ports, user }) => {
    const { available } = await findWallet(ports.db, user.id);
    return topup.topupScreen(available, tariffOf(ports.env), t);
  }),

  balance: withCoins(async (t, { ports: { db, env, clock }, user }) => {
    const tariff = tariffOf(env);
    const speech = { userId: user.id, chatId: user.telegramId, feature: "speech" } as const;
    const [wallet, { freeUnitsToday }] = await Promise.all([
      findWallet(db, user.id),
      readStanding(db, speech, clock.now()),
    ]);
    return balance.balanceScreen(wallet, tariff.freeMinutesPerDay - freeUnitsToday, tariff, t);
  }),

  // What was ever earned and spent stays readable, also after coins were switched off.
  "coin-history": async (t, { ports: { db }, user, about = "" }) => {
    const before = /^\d+$/.test(about) ? { before: Number(about) } : {};
    const entries = await listEntries(db, user.id, { ...before, limit: balance.PAGE + 1 });
    return balance.historyScreen(entries, about === "", user, t);
  },

  promo: withCoins((t) => balance.promoScreen(t)),

  "promo-outcome": async (t, { ports: { db }, user, about = "" }) =>
    balance.promoOutcome(readRedeemed(about), (await findWallet(db, user.id)).available, t),

  invite: withCoins(async (t, { ports: { db, env }, user }) => {
    const link = `https://t.me/${env.BOT_USERNAME}?start=ref_${referralName(user.id)}`;
    return balance.inviteScreen(link, await countFriends(db, user.id), tariffOf(env), t);
  }),

  "friend-came": (t, { ports }) => balance.friendScreen("friend-came", tariffOf(ports.env).referral, t),
  "friend-invited": (t, { ports }) => balance.friendScreen("friend-invited", tariffOf(ports.env).referral, t),

  blocked: (t) => ({ html: t("blocked") }),
  "slow-recordings": (t, { about = "1" }) => ({ html: t("slow-recordings", { seconds: Number(about) }) }),
  "slow-photos": (t, { about = "1" }) => ({ html: t("slow-photos", { seconds: Number(about) }) }),
  "slow-down": (t, { about = "1" }) => ({ html: t("slow-down", { seconds: Number(about) }) }),

  paid: async (t, { ports: { db }, user, about = "" }) => {
    const [payment, { available }, offer] = await Promise.all([
      findPayment(db, about),
      findWallet(db, user.id),
      findLatestOffer(db, user.id),
    ]);
    if (payment?.userId !== user.id) return staleTap(t);
    const waiting = offer && (offer.quotedCoins ?? 0) <= available ? offer : null;
    return topup.paidScreen(payment, available, waiting, t);
  },

  "alert-unmatched": async (t, { ports, about = "" }) => {
    const payment = await findPayment(ports.db, about);
    return payment ? topup.unmatchedAlert(payment, t) : staleTap(t);
  },

  returned: async (t, { ports, user, about = "" }) => {
    const payment = await findPayment(ports.db, about);
    return payment?.userId === user.id ? topup.returnedScreen(payment, t) : staleTap(t);
  },

  "not-returned": (t) => topup.notReturnedScreen(t),

  // Whoever paid keeps the right to help, also after coins were switched off.
  paysupport: async (t, { ports: { db, env, clock }, user }) =>
    topup.paysupportScreen(
      { telegramId: user.telegramId, contact: env.SUPPORT_CONTACT, days: RETURN_DAYS },
      await findReturnable(db, user.id, clock.now()),
      t,
    ),

  terms: withCoins((t, { ports }) => topup.termsScreen(RETURN_DAYS, tariffOf(ports.env), t)),
};
