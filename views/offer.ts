import type { Tariff, Wallet } from "../domain/billing/index.ts";
import type { Transcript } from "../domain/transcripts/index.ts";
import type { Button, Outgoing } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import { moreCoins } from "./more-coins.ts";
import { clockTime } from "./transcript.ts";
import type { Translate } from "./translate.ts";

/** The price of a recording before work begins: its length, what it costs, what its owner has, and what they can do. */
export function recordingOffer(
  { id, seconds, quotedCoins }: Pick<Transcript, "id" | "seconds" | "quotedCoins">,
  { available }: Pick<Wallet, "available">,
  tariff: Pick<Tariff, "free">,
  t: Translate,
): Outgoing {
  const price = quotedCoins ?? 0;
  const facts = {
    length: clockTime(seconds ?? 0),
    price: t("coins", { coins: price }),
    available: t("coins", { coins: available }),
  };
  const begin: Button = { text: t("offer-begin"), data: packTap({ do: "begin", transcriptId: id }) };
  const cancel: Button = { text: t("offer-cancel"), data: packTap({ do: "cancel", transcriptId: id }) };
  return {
    html: price > available ? t("offer-short", { ...facts, missing: price - available }) : t("offer", facts),
    buttons: [[begin], ...(tariff.free ? [] : [moreCoins(t)]), [cancel]],
  };
}
