import type { Outgoing } from "../ports/telegram/message.ts";
import { packTap } from "./callbacks.ts";
import { shorten } from "./shorten.ts";
import type { Translate } from "./translate.ts";

/** What was forwarded one after another. */
export interface ForwardedTogether {
  recordings: number;
  texts: number;
  names: readonly string[];
}

/** A list of names may be as long as a line or three. */
const NAMES_UNITS = 300;

/** Asks once whether several forwarded messages are to become one dialogue. */
export const joinOffer = (
  conversationId: string,
  { recordings, texts, names }: ForwardedTogether,
  t: Translate,
): Outgoing => ({
  html: [
    t("join-offer", { recordings, names: shorten(names.join(", "), NAMES_UNITS) }),
    ...(texts > 0 ? [t("join-offer-texts", { texts })] : []),
  ].join("\n"),
  buttons: [
    [{ text: t("join-yes"), data: packTap({ do: "join", conversationId }) }],
    [{ text: t("join-no"), data: packTap({ do: "apart", conversationId }) }],
  ],
});
