import type { Transcript } from "../domain/transcripts/index.ts";
import type { Outgoing } from "../ports/telegram/message.ts";
import { packTap, type TranscriptVerb } from "./callbacks.ts";
import { clockTime } from "./transcript.ts";
import type { Translate } from "./translate.ts";

/** In which other way a recording can be heard. */
export const WAYS = ["speakers", "times", "anew"] as const;
export type Way = (typeof WAYS)[number];

/** Explains what a new hearing brings, who does it and what it costs, before anything is begun. `coins`: null where nothing costs coins. */
export function hearOffer(
  { id, seconds }: Pick<Transcript, "id" | "seconds">,
  way: Way,
  { model, coins }: { model: string; coins: number | null },
  t: Translate,
): Outgoing {
  const length = clockTime(seconds ?? 0);
  const price = coins === null ? t("hear-free") : t("hear-price", { coins: t("coins", { coins }) });
  return {
    html: `${t(`hear-${way}`)}\n\n${t("hear-how", { length, model })} ${price}`,
    buttons: [
      [
        {
          text: t("hear-begin"),
          data: packTap({ do: `hear-${way}` satisfies TranscriptVerb, transcriptId: id }),
        },
      ],
    ],
  };
}
