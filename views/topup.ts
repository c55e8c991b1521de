import type { Invoice, Package, Payment, Tariff } from "../domain/billing/index.ts";
import type { Button, Outgoing, StarInvoice } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import type { Translate } from "./translate.ts";

const packageLabel = (t: Translate, { coins, stars }: Package): string =>
  t("package", { price: t("coins", { coins }), stars });

const back = (t: Translate): Button[] => [
  { text: t("menu-back"), data: packTap({ do: "menu", screen: "start" }) },
];

/** Where coins are off there is nothing to buy. */
export const coinsOff = (t: Translate): Outgoing => ({ html: t("coins-off"), buttons: [back(t)] });

/** What can be bought, and what it is good for. */
export const topupScreen = (available: number, tariff: Tariff, t: Translate): Outgoing => ({
  html: t("topup", {
    available: t("coins", { coins: available }),
    minute: t("coins", { coins: tariff.speechMinute }),
    free: tariff.freeMinutesPerDay,
  }),
  buttons: [
    ...tariff.packages.map((one) => [{ text: packageLabel(t, one), data: packTap({ do: "buy", ...one }) }]),
    back(t),
  ],
});

/** An invoice as Telegram shows it. Its payload is its id: who may pay it, and what, is looked up. */
export const starInvoice = (
  { id, coins, stars }: Pick<Invoice, "id" | "coins" | "stars">,
  t: Translate,
): StarInvoice => ({
  title: t("coins", { coins }),
  description: t("invoice-description"),
  payload: id,
  label: t("coins", { coins }),
  stars,
});

/** After a payment: what came, what there is now, and the recording that was waiting for it. */
export function paidScreen(
  { state, coins, bonus, stars }: Pick<Payment, "state" | "coins" | "bonus" | "stars">,
  available: number,
  waiting: { id: string } | null,
  t: Translate,
): Outgoing {
  if (state === "unmatched") return { html: t("paid-unmatched", { stars }) };
  return {
    html: t("paid", {
      price: t("coins", { coins: coins + bonus }),
      available: t("coins", { coins: available }),
    }),
    ...(waiting && {
      buttons: [[{ text: t("paid-begin"), data: packTap({ do: "begin", transcriptId: waiting.id }) }]],
    }),
  };
}

/** For an admin: Stars came that nothing explains. */
export const unmatchedAlert = (
  { stars, chargeId, telegramId }: Pick<Payment, "stars" | "chargeId"> & { telegramId: number },
  t: Translate,
): Outgoing => ({ html: t("alert-unmatched", { stars, charge: chargeId, telegramId: String(telegramId) }) });

export const returnedScreen = ({ stars }: Pick<Payment, "stars">, t: Translate): Outgoing => ({
  html: t("returned", { stars }),
});

export const notReturnedScreen = (t: Translate): Outgoing => ({ html: t("not-returned") });

/** Help with payments, as Telegram requires of everybody who takes Stars; a purchase that may be given back has its button. */
export const paysupportScreen = (
  { telegramId, contact, days }: { telegramId: number; contact: string | undefined; days: number },
  returnable: Pick<Payment, "invoiceId" | "stars" | "coins" | "bonus"> | null,
  t: Translate,
): Outgoing => ({
  html: t("paysupport", {
    contact: contact ?? t("paysupport-owner"),
    telegramId: String(telegramId),
    days,
  }),
  buttons: [
    ...(returnable?.invoiceId
      ? [
          [
            {
              text: t("paysupport-return", {
                stars: returnable.stars,
                price: t("coins", { coins: returnable.coins + returnable.bonus }),
              }),
              data: packTap({ do: "giveback", invoiceId: returnable.invoiceId }),
            },
          ],
        ]
      : []),
    back(t),
  ],
});

export const termsScreen = (days: number, tariff: Tariff, t: Translate): Outgoing => ({
  html: t("terms", {
    days,
    minute: t("coins", { coins: tariff.speechMinute }),
    avatar: t("coins", { coins: tariff.avatar }),
    image: t("coins", { coins: tariff.image }),
  }),
  buttons: [back(t)],
});
