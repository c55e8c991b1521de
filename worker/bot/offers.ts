import { Composer } from "grammy";
import { agree } from "../../domain/transcripts/index.ts";
import { readTap } from "../../views/callbacks.ts";
import type { Turn } from "./turn.ts";

/** The yes to a price. Saying it twice is saying it once: the work, and with it its coins, has one name. */
export const offers = new Composer<Turn>();

offers.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "begin") return next();
  const { ports, later } = turn.visit;
  const { change, job, when } = agree(ports.db, turn.from.id, tap.transcriptId, turn.wishName, turn.now);
  const granted = await turn.commit(turn.from, {
    changes: [change],
    jobs: [{ ...job, when }],
    limit: "paying",
  });
  const word = () => {
    if (!granted) return undefined;
    const [offered] = granted.rows[0] as { coins: number; available: number }[];
    if (!offered) return granted.t("offer-gone");
    return offered.coins > offered.available ? granted.t("offer-not-enough", offered) : undefined;
  };
  later(ports.telegram.answerTap(turn.callbackQuery.id, word()));
});
