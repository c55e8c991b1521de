import { findAvatar, forgetPhotos, isUnderWay, listPhotos } from "../../domain/avatars/index.ts";
import { type Step, skip } from "../step.ts";

const PATIENCE_SECONDS = 7 * 86_400;

/** Removes the source photos of a ready avatar: their time is over, or their owner wants it. */
export const forget: Step<"avatars.forget"> = {
  async run({ db, clock, storage }, job) {
    const found = await findAvatar(db, job.payload.avatarId);
    if (!found) return skip("no such avatar");
    const { avatar, training } = found;
    if (avatar.state !== "ready") return skip(`it is ${avatar.state}`);
    if (avatar.photosUntil === null || avatar.photosUntil > clock.now()) return skip("they are to be kept");
    // Until it has ended they may be needed once more; then the reconciler comes back to them.
    if (isUnderWay(training)) return skip("a training is under way");
    const keys = (await listPhotos(db, avatar.id)).flatMap(({ storageKey }) => storageKey ?? []);
    await storage.remove("avatars", keys);
    return { did: `forgot ${keys.length} photos`, changes: forgetPhotos(db, avatar.id) };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not forgotten: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
