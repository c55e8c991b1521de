import { priceOfSpeech, readStanding, tariffOf } from "../../domain/billing/index.ts";
import type { Owned } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";

/** What hearing a whole recording again costs now, in coins; null where nothing costs coins. */
export async function findPrice(
  { db, env, clock }: Pick<Ports, "db" | "env" | "clock">,
  { transcript, owner }: Owned,
): Promise<number | null> {
  const tariff = tariffOf(env);
  if (tariff.free) return null;
  const { freeUnitsToday } = await readStanding(
    db,
    { userId: owner.id, chatId: transcript.chatId, feature: "speech" },
    clock.now(),
  );
  return priceOfSpeech(transcript.seconds ?? 0, tariff.freeMinutesPerDay - freeUnitsToday, tariff).coins;
}
