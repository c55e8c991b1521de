import { decide, priceOfPieces, readStanding, tariffOf } from "../../domain/billing/index.ts";
import {
  asDraftFailure,
  breaksRule,
  findOwnImage,
  judgeFlags,
  noteDraft,
  type OwnedImage,
  orderDraft,
  promptOf,
} from "../../domain/images/index.ts";
import { type NewJob, owe, type TakenJob, withId } from "../../domain/jobs/index.ts";
import { painterOf, UPSCALER } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { alertAdmins } from "../alert.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { choosePainter } from "./painter.ts";
import { showImage } from "./status.ts";

const PATIENCE_SECONDS = 120;

/**
 * Orders pictures at the price that was shown: what is to be drawn is checked first, so that nothing is spent on what may
 * not be. Ordering twice, from two phones or by a double tap, is ordering once.
 */
export const order: Step<"images.order"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, env, clock } = ports;
    const { telegramId, imageId, agreed, messageId } = job.payload;
    const found = await findOwnImage(db, telegramId, imageId);
    if (!found) return skip("no such order of theirs");
    const { image, owner, avatar } = found;
    if (image.state !== "draft") return skip(`already ${image.state}`);
    const isTest = env.FAL_TRAINING_TEST_MODE;
    const refuse = (reason: string): Outcome => ({
      did: `refused: ${reason}`,
      changes: [noteDraft(db, imageId, { failure: asDraftFailure(reason) }, clock.now())],
      next: [showPrompt(job), ...(reason === "ceiling-house" ? alertAdmins(ports, "alert-ceiling") : [])],
    });
    const cannotDraw = image.avatarId !== null && (avatar?.state !== "ready" || (avatar.isTest && !isTest));
    // An avatar that was erased is named by no draft any more: its owner has to choose anew.
    if (cannotDraw || image.failure === "avatar-gone") return refuse("avatar-gone");
    const text = promptOf(image);
    if (text === null) return skip("there is no prompt yet");
    const objection = await objectionTo(ports, found, text);
    if (objection) return refuse(objection);

    const tariff = tariffOf(env);
    const real = priceOfPieces("image", image.count, tariff);
    const price = isTest ? { ...real, coins: 0, vendorMicros: 0 } : real;
    const about = { userId: owner.id, chatId: image.chatId, feature: "image" } as const;
    const standing = await readStanding(db, about, clock.now());
    const decision = decide(price, agreed ? image.quotedCoins : null, standing, tariff);
    if (decision.do === "ask") return { did: "shows the price", next: [showPrompt(job)] };
    if (decision.do === "refuse") return refuse(decision.reason);
    const now = clock.now();
    const plan = { ...planOf(ports, found), isTest };
    const ordered = orderDraft(db, image, plan, { price: decision.price, tariff }, now);
    // Changed while it was being checked: its owner said yes to something else, and sees what it is now.
    const shown = withId(showPrompt(job), now);
    return {
      did: `orders ${image.count} for ${decision.price.coins} coins`,
      changes: [
        ...(messageId === undefined ? [] : [noteDraft(db, imageId, { statusMessageId: messageId }, now)]),
        ...ordered.changes,
        owe(db, shown, now, { when: ordered.unlike }),
      ],
      next: [{ ...ordered.job, when: ordered.when }],
      afterwards: (rows) =>
        (rows.at(-1) as { rows: unknown[] }).rows.length > 0
          ? ports.jobs.wake([shown])
          : showImage(ports, imageId),
    };
  },
  async giveUp({ db, clock }, job, reason) {
    const failure = asDraftFailure(reason);
    return {
      did: `not ordered: ${reason}`,
      changes: [noteDraft(db, job.payload.imageId, { failure }, clock.now())],
      next: [showPrompt(job)],
    };
  },
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Why this text may not be drawn; null when nothing speaks against it. An enlarged picture was checked when it was drawn. */
async function objectionTo(
  { moderation, log }: Ports,
  { image, avatar }: OwnedImage,
  text: string,
): Promise<string | null> {
  if (image.source === "upscale") return null;
  const broken = breaksRule([text], { hasLikeness: avatar !== null && avatar.subject !== "style" });
  if (broken) return broken;
  const flags = await moderation.flags(text);
  if (flags === null) log.info("moderation.skipped", { image: image.id });
  return judgeFlags(flags ?? []);
}

/** Which of the vendor's models draws it, and in what size. */
function planOf({ env }: Ports, { image, avatar }: OwnedImage) {
  if (image.source === "upscale") return { painter: UPSCALER.endpoint, width: null, height: null };
  const painter = painterOf(choosePainter(env, avatar));
  return { painter: painter.endpoint, ...painter.sizes[image.ratio] };
}

const showPrompt = ({ id, payload }: TakenJob<"images.order">): NewJob => {
  const { telegramId, imageId, messageId } = payload;
  return {
    kind: "notices.image",
    payload: { telegramId, imageId, screen: "prompt", ...(messageId !== undefined && { messageId }) },
    key: `prompt:${id}`,
  };
};
