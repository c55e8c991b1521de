import { findImage, markImage } from "../../domain/images/index.ts";
import { drawingFailed } from "../../views/images/status.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { clearStatus } from "./status.ts";

const PATIENCE_SECONDS = 86_400;

/** Tells that there are no pictures, why, and that nothing was taken: with a message of its own. */
export const tell: Step<"images.tell"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const found = await findImage(db, job.payload.imageId);
    if (!found) return skip("no such order");
    const { image, owner } = found;
    if (image.state !== "failed") return skip(`it is ${image.state}`);
    if (image.toldAt !== null) return skip("told before");
    try {
      await telegram.send({ chatId: image.chatId }, drawingFailed(image, translator(owner.locale)));
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
    return {
      did: "told that it failed",
      changes: [markImage(db, image.id, { toldAt: clock.now() })],
      afterwards: () => clearStatus(ports, image.id),
    };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `could not tell: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
