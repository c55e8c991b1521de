import { findTraining, markTraining } from "../../domain/avatars/index.ts";
import { trainingFailed, trainingReady } from "../../views/avatars/training.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

/** Whoever waited for an avatar still wants to know the next day. */
const PATIENCE_SECONDS = 86_400;

/** Tells how a training ended, with a message of its own, and tidies up after it. */
export const tell: Step<"avatars.tell"> = {
  async run({ db, clock, telegram, storage }, job) {
    const found = await findTraining(db, job.payload.trainingId);
    if (!found) return skip("no such training");
    const { avatar, training, owner } = found;
    const { state, archiveKey, statusMessageId } = training;
    if (state !== "ready" && state !== "failed") return skip(`it is ${state}`);
    // The photos lie beside it, and the vendor has read it.
    if (archiveKey) await storage.remove("avatars", [archiveKey]);
    if (training.toldAt !== null) return skip("told before");
    const t = translator(owner.locale);
    try {
      const view =
        state === "ready"
          ? trainingReady(avatar, training, clock.now(), owner, t)
          : trainingFailed(avatar, training, t);
      await telegram.send({ chatId: avatar.chatId }, view);
      if (statusMessageId !== null) await telegram.remove(avatar.chatId, statusMessageId);
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
    return {
      did: `told: ${state}`,
      changes: [markTraining(db, training.id, { toldAt: clock.now(), statusMessageId: null })],
    };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `could not tell: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
