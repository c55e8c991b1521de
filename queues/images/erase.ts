import { findDeletedPicture, forgetPicture, PICTURE_UNDO_SECONDS } from "../../domain/images/index.ts";
import { Pending } from "../../ports/errors.ts";
import { type Step, skip } from "../step.ts";

/** A deletion is carried out, however long the storage is away. */
const PATIENCE_SECONDS = 30 * 86_400;

/** Removes a deleted picture's object, once its deletion can no longer be taken back. */
export const erase: Step<"images.erase"> = {
  async run({ db, clock, storage }, job) {
    const { pictureId, at } = job.payload;
    // A minute more than the button lasts: whoever taps in its last second still gets the picture back.
    const wait = PICTURE_UNDO_SECONDS + 60 - (clock.now().getTime() - at) / 1000;
    if (wait > 0) throw new Pending("telegram", Math.ceil(wait));
    const since = new Date(at);
    const picture = await findDeletedPicture(db, pictureId, since);
    if (!picture?.storageKey) return skip("taken back, or gone");
    await storage.remove("avatars", [picture.storageKey]);
    return { did: "erased a picture", changes: [forgetPicture(db, pictureId, since)] };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not erased: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
