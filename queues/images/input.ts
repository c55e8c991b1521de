import {
  findOwnPicture,
  type Image,
  type OwnedImage,
  promptOf,
  withLikeness,
} from "../../domain/images/index.ts";
import { Refused } from "../../ports/errors.ts";
import { painterInput, painterOf, SEED_MOST, UPSCALER } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { isReachableFromOutside } from "../../ports/storage/reachable.ts";
import { FileGone, linkForFal } from "../fal-addresses.ts";
import { choosePainter } from "./painter.ts";

/** FAL keeps the weights that it made for a week (ports/fal/queue.ts); on the last day they are not counted on. */
const VENDOR_DAYS = 6;

/** A model without a door for pictures varies one by its own seed and a nudge. */
const NUDGE = " A slightly different pose, framing and light.";

/** What FAL is sent for an order, and where to. Throws FileGone when weights or picture are not there any more. */
export async function inputOf(
  ports: Ports,
  found: OwnedImage,
): Promise<{ endpoint: string; input: Record<string, unknown> }> {
  const { image, avatar, owner } = found;
  // What was ordered with a likeness is not drawn without one.
  if (image.avatarId !== null && avatar?.state !== "ready") throw new Refused("avatar-gone");
  const parent = image.parentFileId && (await findOwnPicture(ports.db, owner.telegramId, image.parentFileId));
  const parentKey = parent ? parent.picture.storageKey : null;
  if (image.source === "upscale") {
    if (!parentKey) throw new FileGone();
    const url = await linkForFal(ports, parentKey, "picture.jpg", "image/jpeg");
    return { endpoint: UPSCALER.endpoint, input: UPSCALER.input(url) };
  }
  // Trained again for another base since it was ordered: its weights fit no other model.
  if (avatar?.trainer && choosePainter(ports.env, avatar) !== image.painter) throw new FileGone();
  const painter = painterOf(image.painter ?? "");
  const isVaried = image.source === "vary" && parentKey !== null;
  const over = isVaried ? painter.over : null;
  const overUrl = over && parentKey ? await linkForFal(ports, parentKey, "picture.jpg", "image/jpeg") : null;
  const nudged = isVaried && over === null;
  const prompt = withLikeness(promptOf(image) ?? "", avatar);
  return {
    endpoint: over ?? painter.endpoint,
    input: painterInput(painter, {
      prompt: nudged ? prompt + NUDGE : prompt,
      size: { width: image.width ?? 1024, height: image.height ?? 1024 },
      count: image.count,
      seed: (nudged && parent ? parent.image.seed : image.seed) ?? randomSeed(),
      loraUrl: avatar ? await weightsLink(ports, found) : null,
      overUrl,
    }),
  };
}

/** A seed of our own: the picture can be drawn once more by it. */
export const randomSeed = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] ?? 0) % SEED_MOST;

/**
 * Where FAL finds the avatar's weights: ours, where it can reach our storage; where it cannot, its own copy as long as that
 * lives, and later ours once more in FAL's storage.
 */
async function weightsLink(ports: Ports, { avatar, training }: OwnedImage): Promise<string> {
  if (!avatar?.weightsKey) throw new FileGone();
  const { env, storage, clock } = ports;
  const isNear =
    !isReachableFromOutside(env.FAL_QUEUE_URL) || storage.publicUrls.some(isReachableFromOutside);
  const age = clock.now().getTime() - (training?.endedAt?.getTime() ?? 0);
  if (!isNear && training?.weightsUrl && age < VENDOR_DAYS * 86_400_000) return training.weightsUrl;
  return linkForFal(ports, avatar.weightsKey, "weights.safetensors", "application/octet-stream");
}

/** The endpoint that an order went to: requests are asked about under it. */
export const endpointOf = ({ source, painter }: Pick<Image, "source" | "painter">): string =>
  source === "upscale" ? UPSCALER.endpoint : (painter ?? "");
