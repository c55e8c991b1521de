import { findImage } from "../../domain/images/index.ts";
import type { Ports } from "../../ports/index.ts";
import { drawingStopped } from "../../views/images/status.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { endpointOf } from "./input.ts";

const PATIENCE_SECONDS = 3600;

/** After a cancellation: FAL is asked to stop, and the status message says so. */
export const stop: Step<"images.stop"> = {
  run: (ports, job) => stopDrawing(ports, job.payload.imageId),
  giveUp: async (_ports, _job, reason) => ({ did: `not stopped at the vendor's: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Tells FAL and the chat that an order was stopped. Safe to repeat. */
export async function stopDrawing(
  { db, clock, telegram, fal }: Pick<Ports, "db" | "clock" | "telegram" | "fal">,
  imageId: string,
): Promise<Outcome> {
  const found = await findImage(db, imageId);
  if (!found) return skip("no such order");
  const { image, owner } = found;
  if (image.state !== "cancelled") return skip(`it is ${image.state}`);
  if (image.requestId !== null && !image.isTest) await fal.queue.cancel(endpointOf(image), image.requestId);
  if (image.statusMessageId === null) return { did: "stopped" };
  try {
    const view = drawingStopped(image, translator(owner.locale));
    await telegram.edit(image.chatId, image.statusMessageId, view);
  } catch (error) {
    return unreached({ db, clock }, owner.telegramId, error);
  }
  return { did: "stopped" };
}
