import { Composer } from "grammy";
import {
  beginDeletion,
  chooseRetention,
  eraseLater,
  isFresh,
  KEEP_ORIGINALS,
  KEEP_TEXTS,
  keepAfterAll,
} from "../../domain/deletions/index.ts";
import { readDeletionTap } from "../../views/deletions/taps.ts";
import { opening, showing } from "./menu.ts";
import type { Turn, Wish } from "./turn.ts";

/** Deleting: recordings by age, or everything; and how long things are kept. */
export const forget = new Composer<Turn>();

forget.command("forget", async (turn) => {
  if (turn.from) await turn.commit(turn.from, { jobs: [showing(turn, "forget")] });
});

forget.on("callback_query:data", async (turn, next) => {
  const tap = readDeletionTap(turn.callbackQuery.data);
  if (!tap) return next();
  const { db, telegram } = turn.visit.ports;
  const about = (screen: string, what: string) => {
    const job = showing(turn, screen);
    return { ...job, payload: { ...job.payload, about: what } };
  };
  const begin = (stamp: string, wish: Parameters<typeof beginDeletion>[2]): Wish => {
    if (!isFresh(stamp, turn.now)) return { jobs: [showing(turn, "forget")] };
    const { change, job, when } = beginDeletion(db, turn.from.id, wish, turn.now);
    return { changes: [change], jobs: [showing(turn, "forget-begun"), { ...job, when }] };
  };
  const wish = (): Wish => {
    switch (tap.act) {
      case "menu":
        return { jobs: [showing(turn, "forget")] };
      case "keep":
        return { jobs: [showing(turn, "keep")] };
      case "one":
        return { jobs: [opening(turn, "erase", tap.transcriptId)] };
      case "one-yes": {
        const messageId = turn.callbackQuery.message?.message_id ?? 0;
        const erase = eraseLater(turn.from.id, tap.transcriptId, messageId, turn.wishName, turn.now);
        return { jobs: [about("erase-begun", tap.transcriptId), erase] };
      }
      case "one-undo": {
        const { change, when } = keepAfterAll(db, turn.from.id, tap.transcriptId, turn.now);
        return { changes: [change], jobs: [{ ...showing(turn, "erase-undone"), when }] };
      }
      case "age":
        return { jobs: [about("forget-age", String(tap.days))] };
      case "all":
        return { jobs: [showing(turn, "forget-all")] };
      case "all-sure":
        return { jobs: [showing(turn, isFresh(tap.stamp, turn.now) ? "forget-sure" : "forget")] };
      case "age-yes":
        return begin(tap.stamp, { scope: "age", days: tap.days });
      case "all-yes":
        return begin(tap.stamp, { scope: "all" });
      default: {
        const choices: readonly (number | null)[] = tap.act === "originals" ? KEEP_ORIGINALS : KEEP_TEXTS;
        return {
          changes: choices.includes(tap.days) ? [chooseRetention(db, turn.from.id, tap.act, tap.days)] : [],
          jobs: [showing(turn, "keep")],
        };
      }
    }
  };
  await turn.commit(turn.from, wish());
  turn.visit.later(telegram.answerTap(turn.callbackQuery.id));
});
