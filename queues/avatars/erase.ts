import { eraseAvatar, findAvatar } from "../../domain/avatars/index.ts";
import {
  forgetPicturesOf,
  listDrawing,
  listKeysOf,
  listStopped,
  unsettleDraftsOf,
} from "../../domain/images/index.ts";
import { Pending } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { stopDrawing } from "../images/stop.ts";
import { type Step, skip } from "../step.ts";

/** A deletion is carried out, however long the storage is away. */
const PATIENCE_SECONDS = 7 * 86_400;
/** What was drawn when the avatar was deleted is on its way to us for a few seconds. */
const AGAIN_SECONDS = 10;

/** Removes everything of a deleted avatar: the vendor's work, our objects, our rows, in this order; its pictures where that was wished. */
export const erase: Step<"avatars.erase"> = {
  async run(ports, job) {
    const { db, clock, storage, fal } = ports;
    const { avatarId, picturesAt } = job.payload;
    const found = await findAvatar(db, avatarId);
    if (!found) return skip("erased before");
    const { avatar, training } = found;
    if (avatar.state !== "deleted") return skip(`it is ${avatar.state}`);
    if (training?.state === "cancelled" && training.requestId !== null && !training.isTest)
      // FAL's own copies go by themselves; a training that cannot be stopped only costs money.
      await fal.queue.cancel(training.trainer, training.requestId).catch(() => undefined);
    const keys = picturesAt === undefined ? [] : await picturesOf(ports, avatarId, new Date(picturesAt));
    for await (const { key } of storage.list("avatars", `avatars/${avatar.userId}/${avatar.id}/`))
      keys.push(key);
    await storage.remove("avatars", keys);
    return {
      did: `erased ${keys.length} objects`,
      changes: [
        ...(picturesAt === undefined ? [] : [forgetPicturesOf(db, avatarId)]),
        unsettleDraftsOf(db, avatarId, clock.now()),
        eraseAvatar(db, avatar.id),
      ],
    };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not erased: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Where the avatar's pictures lie, once none is under way any more. */
async function picturesOf(ports: Ports, avatarId: string, at: Date): Promise<string[]> {
  for (const { id } of await listStopped(ports.db, avatarId, at))
    await stopDrawing(ports, id).catch(() => undefined);
  const drawing = await listDrawing(ports.db, avatarId);
  if (drawing.length > 0) throw new Pending("fal", AGAIN_SECONDS);
  return listKeysOf(ports.db, avatarId);
}
