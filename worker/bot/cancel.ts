import { Composer } from "grammy";
import { cancelDigests } from "../../domain/digests/index.ts";
import { cancelOwn } from "../../domain/transcripts/index.ts";
import { readTap } from "../../views/callbacks.ts";
import type { Turn } from "./turn.ts";

/** Stopping recordings: one by its button, all by /cancel, and with them what is being written. */
export const cancel = new Composer<Turn>();

cancel.command("cancel", async (turn) => {
  if (turn.from) await stop(turn, turn.from, "all");
});

cancel.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "cancel") return next();
  await stop(turn, turn.from, tap.transcriptId);
  turn.visit.later(turn.visit.ports.telegram.answerTap(turn.callbackQuery.id));
});

async function stop(turn: Turn, sender: NonNullable<Turn["from"]>, which: string): Promise<void> {
  const { changes, job } = cancelOwn(turn.visit.ports.db, sender.id, which, turn.wishName, turn.now);
  const written =
    which === "all" ? cancelDigests(turn.visit.ports.db, sender.id, which, turn.now).changes : [];
  await turn.commit(sender, { changes: [...changes, ...written], jobs: [job] });
}
