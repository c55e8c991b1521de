import { findAvatar, isUnderWay } from "../../domain/avatars/index.ts";
import { listDrawing } from "../../domain/images/index.ts";
import { Pending } from "../../ports/errors.ts";
import { type Step, skip } from "../step.ts";

const PATIENCE_SECONDS = 7 * 86_400;
/** A drawing ends within its model's deadline, a quarter of an hour. */
const AGAIN_SECONDS = 60;

/**
 * Removes weights that draw nothing any more: those that newer ones took the place of, and those of a training that ended
 * otherwise while they were on their way. What is being drawn with the old ones is waited for.
 */
export const tidy: Step<"avatars.tidy"> = {
  async run({ db, clock, storage }, job) {
    const before = await findAvatar(db, job.payload.avatarId);
    if (!before) return skip("no such avatar");
    const keys: string[] = [];
    const folder = `avatars/${before.avatar.userId}/${before.avatar.id}/`;
    for await (const { key } of storage.list("avatars", folder))
      if (key.endsWith("/weights.safetensors")) keys.push(key);
    // Looked at after the list was made: what it does not name now is not going to be named again.
    const found = await findAvatar(db, job.payload.avatarId);
    if (!found || found.avatar.state === "deleted") return skip("deleted meanwhile");
    const { avatar, training } = found;
    const wanted = isUnderWay(training) ? `${folder}${training?.id}/` : null;
    const old = keys.filter((key) => key !== avatar.weightsKey && !(wanted && key.startsWith(wanted)));
    if (old.length === 0) return skip("nothing is left over");
    const switched = training?.endedAt ?? clock.now();
    const drawing = await listDrawing(db, avatar.id);
    if (drawing.some(({ state, orderedAt }) => state !== "drawn" && (orderedAt ?? switched) < switched))
      throw new Pending("fal", AGAIN_SECONDS);
    await storage.remove("avatars", old);
    return { did: `removed ${old.length} old weights` };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not tidied: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
