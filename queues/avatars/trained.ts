import { findTraining, finishTraining } from "../../domain/avatars/index.ts";
import { type Step, skip } from "../step.ts";
import { giveUpTraining, TRAINING_PATIENCE_SECONDS, tellEnd, tidyLater } from "./fail.ts";
import { fetchWeights } from "./fetch-weights.ts";
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
  carries: true,
  patienceSeconds: () => TRAINING_PATIENCE_SECONDS,
};
