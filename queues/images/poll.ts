import { advanceImage, findImage, type Image, noteImage } from "../../domain/images/index.ts";
import type { NewJob } from "../../domain/jobs/index.ts";
import { Pending } from "../../ports/errors.ts";
import { painterOf, readDrawn, readFailure, UPSCALER } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { explainFalTrouble, type FalLook } from "../fal-look.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { concludeImage } from "./conclude.ts";
import { failWith } from "./fail.ts";
import { endpointOf } from "./input.ts";
import { showImage } from "./status.ts";

/** Where nobody rings, it is looked every few seconds, for longer than any painter's deadline. */
const PATIENCE_SECONDS = 1800;
const FOLLOW_EVERY_SECONDS = 3;
/** FAL may not know a request at once under every address. */
const UNKNOWN_SECONDS = 120;
/** Pictures take seconds: an order whose answer was lost, and that nobody rings about, did not arrive. */
export const LOST_AFTER_SECONDS = 240;
/** One lost answer is followed by one more request; two are enough. */
const LOST_MOST = 1;

export const drawnLater = (imageId: string): NewJob => ({
  kind: "images.drawn",
  payload: { imageId },
  key: `drawn:${imageId}`,
});

/** Asks FAL about an order that has been silent, and ends what has been silent for too long. */
export const poll: Step<"images.poll"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock } = ports;
    const { imageId, follows } = job.payload;
    const found = await findImage(db, imageId);
    if (!found) return skip("no such order");
    const { image } = found;
    const since = (image.submittedAt ?? image.createdAt).getTime();
    const seconds = (clock.now().getTime() - since) / 1000;
    if (image.state === "submitting") return lost(ports, image, seconds);
    if (image.state !== "drawing") return skip(`already ${image.state}`);
    const isLate = seconds >= deadlineOf(image);
    const outcome = await look(ports, image, seconds).catch((error: unknown) =>
      explainFalTrouble(ports, error),
    );
    if (!("late" in outcome)) return outcome;
    if (!isLate) {
      if (follows) throw new Pending("fal", FOLLOW_EVERY_SECONDS);
      return outcome;
    }
    await ports.fal.queue.cancel(endpointOf(image), image.requestId ?? "").catch(() => undefined);
    return failWith(ports, image.id, outcome.late);
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not asked: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

const deadlineOf = (image: Image): number =>
  image.source === "upscale" ? UPSCALER.deadlineSeconds : painterOf(image.painter ?? "").deadlineSeconds;

/** The answer to a request never came. FAL is given time to ring; then it is sent once more, and no third time. */
function lost(ports: Ports, { id, lostRequests: before }: Image, seconds: number): Outcome {
  if (seconds < LOST_AFTER_SECONDS) return skip("its answer may still come");
  if (before >= LOST_MOST) return failWith(ports, id, "fal-lost");
  const lostRequests = before + 1;
  return {
    did: "its request is believed lost",
    changes: [advanceImage(ports.db, id, "ordered", { lostRequests, askAfter: null }, ports.clock.now())],
    next: [{ kind: "images.draw", payload: { imageId: id }, key: `draw:${id}:${lostRequests}` }],
  };
}

async function look(ports: Ports, image: Image, seconds: number): Promise<FalLook> {
  const { db, clock, fal } = ports;
  const { id, requestId } = image;
  if (requestId === null) return skip("nobody knows its request");
  const endpoint = endpointOf(image);
  const standing = await fal.queue.standing(endpoint, requestId);
  if (standing.at === "lost")
    return seconds > UNKNOWN_SECONDS
      ? failWith(ports, id, "fal-lost")
      : { ...skip("FAL does not know it yet"), late: "fal-late" };
  if (standing.at === "completed") {
    const result = await fal.queue.result(endpoint, requestId);
    if (result === "pending") return { ...skip("FAL is not ready to tell"), late: "fal-late" };
    const verdict = result.ok ? readDrawn(result.output) : readFailure(result.status, result.body);
    return concludeImage(ports, image, verdict, requestId);
  }
  const facts =
    standing.at === "queued"
      ? { queuePosition: standing.position }
      : { startedAt: image.startedAt ?? clock.now(), queuePosition: null };
  return {
    did: standing.at,
    changes: [noteImage(db, id, facts, clock.now())],
    afterwards: () => showImage(ports, id),
    late: "fal-late",
  };
}
