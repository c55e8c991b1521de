import { eraseAvatar, findAvatar } from "../../domain/avatars/index.ts";
import { type Step, skip } from "../step.ts";

/** A deletion is carried out, however long the storage is away. */
const PATIENCE_SECONDS = 7 * 86_400;

/** Removes everything of a deleted avatar: the vendor's work, our objects, our rows, in this order. */
export const erase: Step<"avatars.erase"> = {
  async run({ db, storage, fal }, job) {
    const found = await findAvatar(db, job.payload.avatarId);
    if (!found) return skip("erased before");
    const { avatar, training } = found;
    if (avatar.state !== "deleted") return skip(`it is ${avatar.state}`);
    if (training?.state === "cancelled" && training.requestId !== null && !training.isTest)
      // FAL's own copies go by themselves; a training that cannot be stopped only costs money.
      await fal.queue.cancel(training.trainer, training.requestId).catch(() => undefined);
    const keys: string[] = [];
    for await (const { key } of storage.list("avatars", `avatars/${avatar.userId}/${avatar.id}/`))
      keys.push(key);
    await storage.remove("avatars", keys);
    return { did: `erased ${keys.length} objects`, changes: [eraseAvatar(db, avatar.id)] };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not erased: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
