import { listStoppedDigests } from "../../domain/digests/index.ts";
import { callAfterCancel, calledBy, listCancelled } from "../../domain/transcripts/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { digestStopped } from "../../views/digests/status.ts";
import { cancelled as cancelledView } from "../../views/menu.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { stopStatus } from "./status.ts";

const PATIENCE_SECONDS = 3600;

/** After a cancellation: no status message goes on promising a text, and /cancel gets its answer. */
export const cancelled: Step<"transcription.cancelled"> = {
  async run({ db, clock, telegram, jobs }, job) {
    const { telegramId, at, say } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const stopped = await listCancelled(db, telegramId, new Date(at));
    try {
      for (const transcript of stopped) await stopStatus({ telegram }, { transcript, owner: user });
      const t = translator(user.locale);
      const written = say ? await listStoppedDigests(db, telegramId, new Date(at)) : [];
      for (const { chatId, statusMessageId } of written)
        if (statusMessageId !== null) await telegram.edit(chatId, statusMessageId, digestStopped(t));
      if (say && (stopped.length > 0 || written.length === 0))
        await telegram.send({ chatId: telegramId }, cancelledView(t, stopped.length));
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
    return {
      did: `stopped ${stopped.length}`,
      changes: [callAfterCancel(db, telegramId, clock.now())],
      afterwards: (rows) => jobs.wake(calledBy(rows.at(-1))),
    };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `could not tell: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
