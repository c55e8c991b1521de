import {
  findOwnAvatar,
  isUnderWay,
  listPhotos,
  OPEN,
  type OwnedAvatar,
  orderTraining,
  type Training,
} from "../../domain/avatars/index.ts";
import { decide, priceOfPieces, readStanding, tariffOf } from "../../domain/billing/index.ts";
import type { NewJob, TakenJob } from "../../domain/jobs/index.ts";
import { newId } from "../../domain/new-id.ts";
import { planTraining } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { orderRefused } from "../../views/avatars/training.ts";
import { translator } from "../../views/translate.ts";
import { alertAdmins } from "../alert.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { photoLimits } from "./limits.ts";
import { showTraining } from "./status.ts";

const PATIENCE_SECONDS = 600;

/**
 * Orders a training at the price that the review showed: an avatar's first one, or a further one of a ready avatar. Ordering
 * twice, from two phones or by a double tap, is ordering once.
 */
export const order: Step<"avatars.order"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, env, clock, telegram } = ports;
    const { telegramId, avatarId, messageId, again = false } = job.payload;
    const found = await findOwnAvatar(db, telegramId, avatarId);
    if (!found) return skip("no such avatar of theirs");
    const { avatar, owner } = found;
    const obstacle = obstacleTo(found, again);
    if (obstacle) return skip(obstacle);
    // The price of an earlier training was for that one only.
    if (again && avatar.quotedCoins === null) return { did: "shows the price", next: [review(job)] };
    if (!(await hasPhotos(ports, avatar))) return { did: "shows what is missing", next: [review(job)] };
    const tariff = tariffOf(env);
    const isTest = env.FAL_TRAINING_TEST_MODE;
    const { trainer, preset, steps } = planTraining(env, avatar.subject === "style", avatar.preset);
    const real = priceOfPieces("avatar", 1, tariff);
    // Vendors charge by steps: what is one training in the settings is one of the usual care.
    const vendorMicros = Math.ceil((real.vendorMicros * steps) / trainer.presets.balanced.steps);
    const price = isTest ? { ...real, coins: 0, vendorMicros: 0 } : { ...real, vendorMicros };
    const about = { userId: owner.id, chatId: avatar.chatId, feature: "avatar" } as const;
    const standing = await readStanding(db, about, clock.now());
    const decision = decide(price, avatar.quotedCoins, standing, tariff);
    if (decision.do === "ask") return { did: "shows the price", next: [review(job)] };
    if (decision.do === "refuse") {
      const view = orderRefused(avatar, decision.reason, translator(owner.locale));
      if (messageId === undefined) await telegram.send({ chatId: telegramId }, view);
      else await telegram.edit(telegramId, messageId, view);
      const alerts = decision.reason === "ceiling-house" ? alertAdmins(ports, "alert-ceiling") : [];
      return { did: `refused: ${decision.reason}`, next: alerts };
    }
    const id = newId("trg", clock.now());
    // A likeness keeps its word: prompts that name it go on meaning it.
    const trigger = (again ? avatar.trigger : null) ?? triggerOf(env, id);
    const plan = { id, trainer: trainer.endpoint, preset, steps, isTest, isAgain: again, trigger };
    const { changes, when } = orderTraining(
      db,
      found,
      { ...plan, statusMessageId: messageId ?? null },
      { price: decision.price, tariff, least: photoLimits(ports).least },
      clock.now(),
    );
    return {
      did: `orders ${trainer.endpoint} for ${decision.price.coins} coins`,
      changes,
      next: [{ kind: "avatars.pack", payload: { trainingId: id }, key: `pack:${id}`, when }],
      afterwards: () => showTraining(ports, id),
    };
  },
  giveUp: async (_ports, job, reason) => ({ did: `not ordered: ${reason}`, next: [review(job)] }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Why it cannot be ordered now; null when nothing is known against it. */
function obstacleTo({ avatar, training }: OwnedAvatar, again: boolean): string | null {
  if (again ? avatar.state !== "ready" : !OPEN.includes(avatar.state)) return `already ${avatar.state}`;
  return isUnderWay(training) ? "is being trained" : null;
}

/** As the order's own statement asks: here it is only to be said. */
async function hasPhotos(ports: Ports, { id, photosUntil }: OwnedAvatar["avatar"]): Promise<boolean> {
  const photos = await listPhotos(ports.db, id);
  const kept = photos.filter(({ state }) => state === "kept").length;
  const isGoing = photosUntil !== null && photosUntil <= ports.clock.now();
  return kept >= photoLimits(ports).least && !photos.some(({ state }) => state === "received") && !isGoing;
}

const review = ({ id, payload: { again, ...about } }: TakenJob<"avatars.order">): NewJob => ({
  kind: "notices.avatar",
  payload: { ...about, screen: again ? "again" : "check" },
  key: `check:${id}`,
});

/** A word that means nothing in any language, and nothing to another avatar: what the model learns to call this one. */
const triggerOf = ({ FAL_TRIGGER_WORD }: Ports["env"], id: string): Training["trigger"] =>
  `${FAL_TRIGGER_WORD}${id.slice(-8)}`;
