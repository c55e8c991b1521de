import { Composer } from "grammy";
import { retryFailed } from "../../domain/transcripts/index.ts";
import { readTap } from "../../views/callbacks.ts";
import { showing } from "./menu.ts";
import type { Turn } from "./turn.ts";

/** The button under a failure. */
export const retry = new Composer<Turn>();

retry.on("callback_query:data", async (turn, next) => {
  const tap = readTap(turn.callbackQuery.data);
  if (tap?.do !== "retry") return next();
  const { ports, later } = turn.visit;
  const by = { telegramId: turn.from.id };
  const { changes, job, when } = retryFailed(ports.db, tap.transcriptId, by, turn.wishName, turn.now);
  const granted = await turn.commit(turn.from, {
    limit: "paying",
    changes,
    jobs: [
      { ...job, when },
      { ...showing(turn, "retry-started"), when },
    ],
  });
  // Another's recording, a missing one, and one that is not failed any more get the same word.
  const revived = (granted?.rows[0] as unknown[] | undefined)?.length === 1;
  later(
    ports.telegram.answerTap(
      turn.callbackQuery.id,
      granted && !revived ? granted.t("retry-impossible") : undefined,
    ),
  );
});
