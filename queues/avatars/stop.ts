import { findAvatar } from "../../domain/avatars/index.ts";
import { trainingStopped } from "../../views/avatars/training.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 3600;

/** After a cancellation: FAL is asked to stop, the archive goes, and the status message says so. */
export const stop: Step<"avatars.stop"> = {
  async run({ db, clock, telegram, storage, fal }, job) {
    const found = await findAvatar(db, job.payload.avatarId);
    if (!found?.training) return skip("no such training");
    const { avatar, training, owner } = found;
    if (training.state !== "cancelled") return skip(`it is ${training.state}`);
    if (training.requestId !== null && !training.isTest)
      await fal.queue.cancel(training.trainer, training.requestId);
    if (training.archiveKey) await storage.remove("avatars", [training.archiveKey]);
    if (avatar.state === "deleted" || training.statusMessageId === null) return { did: "stopped" };
    try {
      const view = trainingStopped(avatar, training, translator(owner.locale));
      await telegram.edit(avatar.chatId, training.statusMessageId, view);
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
    return { did: "stopped" };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not stopped at the vendor's: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
