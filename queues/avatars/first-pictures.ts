import { type OwnedAvatar, type Training, trainingIs } from "../../domain/avatars/index.ts";
import { decide, priceOfPieces, readStanding, tariffOf } from "../../domain/billing/index.ts";
import { type Ordered, orderPictures } from "../../domain/images/index.ts";
import { painterOf } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { choosePainter } from "../images/painter.ts";

const COUNT = 4;

/** What shows a likeness plainly, and what shows a manner on something that everybody knows. */
const PROMPTS = {
  person:
    "Natural studio portrait, head and shoulders, relaxed expression, looking into the camera, soft window light, plain warm grey background, sharp focus on the eyes, 85mm lens, true skin texture",
  style: "A quiet harbour town at dawn, fishing boats, old houses on a hill, a lighthouse in the distance",
};

/**
 * The first pictures of a ready avatar, once for each training and free of charge; they count towards what vendors may cost.
 * Null where a ceiling forbids them: the avatar is ready all the same.
 */
export async function firstPictures(
  { db, env, clock }: Ports,
  { avatar, training }: OwnedAvatar & { training: Training },
): Promise<Ordered | null> {
  const tariff = tariffOf(env);
  const price = { ...priceOfPieces("image", COUNT, tariff), coins: 0 };
  const about = { userId: avatar.userId, chatId: avatar.chatId, feature: "image" } as const;
  const standing = await readStanding(db, about, clock.now());
  if (decide(price, 0, standing, tariff).do === "refuse") return null;
  const painter = painterOf(choosePainter(env, training));
  const order = {
    painter: painter.endpoint,
    ...painter.sizes["1:1"],
    isTest: false,
    userId: avatar.userId,
    chatId: avatar.chatId,
    avatarId: avatar.id,
    source: "first",
    prompt: PROMPTS[avatar.subject === "style" ? "style" : "person"],
    ratio: "1:1",
    count: COUNT,
    wishKey: `first:${training.isAgain ? training.id : avatar.id}`,
    freeReason: "first pictures",
  } as const;
  // Stopped at the last moment: there is nothing to show.
  return orderPictures(db, order, { price, tariff }, clock.now(), trainingIs(training.id, "ready"));
}
