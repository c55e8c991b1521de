import { findTraining, finishTraining, type OwnedAvatar, type Training } from "../../domain/avatars/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { type Step, skip } from "../step.ts";
import { giveUpTraining, TRAINING_PATIENCE_SECONDS, tellEnd, tidyLater } from "./fail.ts";
import { firstPictures } from "./first-pictures.ts";

/** Brings the weights home: the vendor's links die. Only then is the avatar ready and its price taken. */
export const trained: Step<"avatars.trained"> = {
  async run(ports, job) {
    const { db, clock } = ports;
    const found = await findTraining(db, job.payload.trainingId);
    if (!found) return skip("no such training");
    const { training } = found;
    if (training.state !== "trained") return skip(`already ${training.state}`);
    const weightsKey = training.isTest ? null : await fetchWeights(ports, found);
    // Stopped or deleted while they were on their way: whoever tidied up after that has not seen them.
    if (weightsKey && (await findTraining(db, training.id))?.training.state !== "trained") {
      await ports.storage.remove("avatars", [weightsKey]);
      return skip("ended meanwhile");
    }
    const present = weightsKey ? await firstPictures(ports, found) : null;
    return {
      did: weightsKey ? "ready" : "ready, as a test",
      changes: [...finishTraining(db, found, weightsKey, clock.now()), ...(present?.changes ?? [])],
      next: [
        tellEnd(training.id),
        ...(present ? [{ ...present.job, when: present.when }] : []),
        // What these weights replace; or they themselves, where the training was stopped just now.
        ...(weightsKey ? [tidyLater(training)] : []),
      ],
    };
  },
  giveUp: giveUpTraining,
  patienceSeconds: () => TRAINING_PATIENCE_SECONDS,
};

/** A safetensors file begins with the length of its header, little-endian, and the header is JSON. */
const HEADER_MOST = 100 * 2 ** 20;

/** FAL → storage, streamed. What is not a file of weights is not kept for one. */
async function fetchWeights(
  { fal, storage }: Ports,
  { avatar, training }: OwnedAvatar & { training: Training },
): Promise<string> {
  const folder = `avatars/${avatar.userId}/${avatar.id}/${training.id}`;
  const file = await fal.files.download(training.weightsUrl ?? "");
  if (!file) throw new Refused("fal-broken");
  const weightsKey = `${folder}/weights.safetensors`;
  await storage.put("avatars", weightsKey, file.body, {
    length: file.length,
    type: "application/octet-stream",
  });
  const head = file.length > 9 ? await storage.get("avatars", weightsKey, [0, 9]) : null;
  const bytes = head && new DataView(await new Response(head.body).arrayBuffer());
  const header = bytes ? Number(bytes.getBigUint64(0, true)) : 0;
  if (!bytes || header < 2 || header > Math.min(HEADER_MOST, file.length) || bytes.getUint8(8) !== 0x7b) {
    await storage.remove("avatars", [weightsKey]);
    throw new Refused("fal-broken");
  }
  return weightsKey;
}
