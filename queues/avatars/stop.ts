import { findAvatar, findTraining } from "../../domain/avatars/index.ts";
import { trainingStopped } from "../../views/avatars/training.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { archiveKeyOf } from "./archive.ts";

const PATIENCE_SECONDS = 3600;

/** After a cancellation: FAL is asked to stop, the archive goes, and the status message says so. */
export const stop: Step<"avatars.stop"> = {
  async run({ db, clock, telegram, storage, fal }, job) {
    const { avatarId, trainingId } = job.payload;
    const present = await findAvatar(db, avatarId);
    const found = trainingId === undefined ? present : await findTraining(db, trainingId);
    if (!found?.training) return skip("no such training");
    const { avatar, training, owner } = found;
    if (training.state !== "cancelled") return skip(`it is ${training.state}`);
    if (training.requestId !== null && !training.isTest)
      await fal.queue.cancel(training.trainer, training.requestId);
    // Also one that no row names: packed in the very moment of the stop.
    await storage.remove("avatars", [archiveKeyOf(avatar, training)]);
    const { statusMessageId } = training;
    if (avatar.state === "deleted" || statusMessageId === null) return { did: "stopped" };
    // Ordered again meanwhile, from that very message: it shows the new training now.
    const isTaken =
      present?.training?.id !== training.id && present?.training?.statusMessageId === statusMessageId;
    if (isTaken) return { did: "stopped, another has begun" };
    try {
      const view = trainingStopped(avatar, training, translator(owner.locale));
      await telegram.edit(avatar.chatId, statusMessageId, view);
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
    return { did: "stopped" };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not stopped at the vendor's: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
