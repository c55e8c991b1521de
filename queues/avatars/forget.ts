import { type Avatar, findAvatar, forgetPhotos, photosAreDue } from "../../domain/avatars/index.ts";
import type { Ports } from "../../ports/index.ts";
import { type Step, skip } from "../step.ts";
import { ARCHIVE } from "./archive.ts";

const PATIENCE_SECONDS = 7 * 86_400;

/**
 * Removes the source photos of an avatar: their time is over, or their owner wants it. While a training is under way they
 * may be needed once more; then the reconciler comes back to them.
 */
export const forget: Step<"avatars.forget"> = {
  async run({ db, clock, storage }, job) {
    const found = await findAvatar(db, job.payload.avatarId);
    if (!found) return skip("no such avatar");
    const { avatar } = found;
    if (!(await photosAreDue(db, avatar.id, clock.now()))) return skip("they are to be kept");
    const keys = await photosOf(storage, avatar);
    await storage.remove("avatars", keys);
    return { did: `forgot ${keys.length} photos`, changes: forgetPhotos(db, avatar.id, clock.now()) };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not forgotten: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** All that shows faces: photos, also refused ones, and archives of them that a crash has left. */
async function photosOf(storage: Ports["storage"], { userId, id }: Avatar): Promise<string[]> {
  const folder = `avatars/${userId}/${id}/`;
  const keys: string[] = [];
  for await (const { key } of storage.list("avatars", folder))
    if (key.startsWith(`${folder}photos/`) || key.endsWith(`/${ARCHIVE}`)) keys.push(key);
  return keys;
}
