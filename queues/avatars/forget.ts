import { type Avatar, findAvatar, forgetPhotos, isUnderWay, listPhotos } from "../../domain/avatars/index.ts";
import type { Ports } from "../../ports/index.ts";
import { type Step, skip } from "../step.ts";
import { ARCHIVE } from "./archive.ts";

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
    const photos = (await listPhotos(db, avatar.id)).flatMap(({ storageKey }) => storageKey ?? []);
    const archives = await archivesOf(storage, avatar);
    await storage.remove("avatars", [...photos, ...archives]);
    return { did: `forgot ${photos.length} photos`, changes: forgetPhotos(db, avatar.id) };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not forgotten: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Archives go with their trainings; one whose training ended by a crash may still be there, and holds the same photos. */
async function archivesOf(storage: Ports["storage"], { userId, id }: Avatar): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of storage.list("avatars", `avatars/${userId}/${id}/`))
    if (key.endsWith(`/${ARCHIVE}`)) keys.push(key);
  return keys;
}
