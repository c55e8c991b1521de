import { tariffOf } from "../../domain/billing/index.ts";
import { findDigest, noteDigest } from "../../domain/digests/index.ts";
import { digestFailed } from "../../views/digests/status.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

/** How long to keep trying to tell somebody bad news. Later it would only puzzle them. */
const PATIENCE_SECONDS = 6 * 3600;

/** Tells the owner why nothing was written, and what they can do. */
export const digestExplain: Step<"transcription.digest-explain"> = {
  async run({ db, clock, env, telegram }, job) {
    const found = await findDigest(db, job.payload.digestId);
    if (!found) return skip("no such digest");
    const { digest: row, owner } = found;
    if (row.state !== "failed") return skip(`already ${row.state}`);
    const view = digestFailed(row, tariffOf(env).digestsPerDay, translator(owner.locale));
    try {
      await telegram.send({ chatId: row.chatId, replyTo: row.replyTo ?? undefined }, view);
      if (row.statusMessageId !== null) await telegram.remove(row.chatId, row.statusMessageId);
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
    return {
      did: `told: ${row.failure}`,
      changes: [noteDigest(db, row.id, { statusMessageId: null })],
    };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `could not tell: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
