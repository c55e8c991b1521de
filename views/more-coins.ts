import type { Button } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import type { Translate } from "./translate.ts";

/** Where more coins come from. */
export const moreCoins = (t: Translate): Button[] => [
  { text: t("menu-promo"), data: packTap({ do: "open", screen: "promo" }) },
  { text: t("menu-topup"), data: packTap({ do: "open", screen: "topup" }) },
];
