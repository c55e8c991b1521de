import {
  advanceImage,
  findImage,
  type Image,
  imageIs,
  keepDrawn,
  type OwnedImage,
  rememberImageRequest,
} from "../../domain/images/index.ts";
import { secondsLater } from "../../ports/clock.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { FileGone, webhookAddress } from "../fal-addresses.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { giveUpImage, IMAGE_PATIENCE_SECONDS } from "./fail.ts";
import { inputOf } from "./input.ts";
import { drawnLater, LOST_AFTER_SECONDS } from "./poll.ts";
import { showImage } from "./status.ts";

/** The first look at an order that was taken; the webhook is expected to be earlier. */
const FIRST_ASK_SECONDS = 45;

/**
 * Sends the order to FAL, once. "A request may be on its way" is committed before it is sent: whoever comes later, after
 * a crash or beside us, sees that and sends nothing. When the answer is lost FAL may have the order: its webhook would
 * tell, as our id is in its address (decision 040).
 */
export const draw: Step<"images.draw"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock, env } = ports;
    const found = await findImage(db, job.payload.imageId);
    if (!found) return skip("no such order");
    const { image } = found;
    if (image.state === "submitting") return skip("a request may be on its way");
    if (image.state !== "ordered") return skip(`already ${image.state}`);
    if (image.isTest) return playDrawing(ports, image);
    const { endpoint, input } = await describeOrder(ports, found);
    const answer = await submitOnce(ports, image, endpoint, input);
    if (answer === null) return skip("somebody else has sent it");
    if (answer === "unknown") return { did: "sent, but the answer was lost" };
    const { requestId } = answer;
    const askAfter = secondsLater(clock.now(), FIRST_ASK_SECONDS);
    return {
      did: "sent to be drawn",
      changes: [
        advanceImage(db, image.id, "drawing", { requestId, askAfter }, clock.now()),
        rememberImageRequest(db, image.id, requestId),
      ],
      next: [
        // Stopped while the request was on its way: FAL has to be told.
        {
          kind: "images.stop",
          payload: { imageId: image.id },
          key: `stop:${job.id}`,
          when: imageIs(image.id, "cancelled"),
        },
        // Where FAL cannot ring, somebody has to look.
        ...(env.FAL_WEBHOOK_URL ? [] : [follow(image.id, requestId)]),
      ],
      afterwards: () => showImage(ports, image.id),
    };
  },
  giveUp: giveUpImage,
  patienceSeconds: () => IMAGE_PATIENCE_SECONDS,
};

async function describeOrder(ports: Ports, found: OwnedImage) {
  try {
    return await inputOf(ports, found);
  } catch (error) {
    if (!(error instanceof FileGone)) throw error;
    throw new Refused(found.image.source === "upscale" ? "picture-gone" : "weights-gone", error);
  }
}

/** Null when another worker was first. Throws as `submit` does; then the order is as unsent as before. */
async function submitOnce({ db, clock, env, fal }: Ports, image: Image, endpoint: string, input: object) {
  const sent = clock.now();
  const askAfter = secondsLater(sent, LOST_AFTER_SECONDS);
  const [marked] = await commit(db, [
    advanceImage(db, image.id, "submitting", { submittedAt: sent, askAfter }, sent),
  ]);
  if ((marked as unknown[]).length === 0) return null;
  try {
    return await fal.queue.submit(endpoint, input, webhookAddress(env.FAL_WEBHOOK_URL, image.id));
  } catch (error) {
    const before = { submittedAt: image.submittedAt, askAfter: null };
    await commit(db, [advanceImage(db, image.id, "ordered", before, clock.now())]);
    throw error;
  }
}

const follow = (imageId: string, requestId: string) =>
  ({
    kind: "images.poll",
    payload: { imageId, follows: true },
    key: `follow:${imageId}:${requestId}`,
  }) as const;

/** Test mode: nothing is sent, and pictures that say so are made here. */
function playDrawing(ports: Ports, image: Image): Outcome {
  const { db, clock } = ports;
  const now = clock.now();
  const pictures = Array.from({ length: image.count }, (_, i) => ({ url: `test:${i}`, isNsfw: false }));
  return {
    did: "plays a drawing",
    changes: [
      advanceImage(db, image.id, "drawing", { submittedAt: now, startedAt: now }, now),
      ...keepDrawn(db, image, { pictures, seed: image.seed, requestId: `test-${image.id}` }, now),
    ],
    next: [drawnLater(image.id)],
    afterwards: () => showImage(ports, image.id),
  };
}
