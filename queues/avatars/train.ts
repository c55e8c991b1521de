import {
  advanceTraining,
  findTraining,
  noteTraining,
  rememberRequest,
  type Training,
  trainingIs,
} from "../../domain/avatars/index.ts";
import { secondsLater } from "../../ports/clock.ts";
import { type Trainer, trainerInput, trainerOf } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { linkForFal, webhookAddress } from "../fal-addresses.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { giveUpTraining, TRAINING_PATIENCE_SECONDS } from "./fail.ts";
import { showTraining } from "./status.ts";

/** The first look at a training that was taken; the webhook is expected to be earlier. */
const FIRST_ASK_SECONDS = 60;

/**
 * Sends the order to FAL, once. "A request may be on its way" is committed before it is sent: whoever comes later, after
 * a crash or beside us, sees that and sends nothing. When the answer is lost FAL may have the order: its webhook would
 * tell, as our id is in its address, so a second request is only sent after the trainer's whole deadline (poll.ts).
 */
export const train: Step<"avatars.train"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock } = ports;
    const found = await findTraining(db, job.payload.trainingId);
    if (!found) return skip("no such training");
    const { training, avatar } = found;
    if (training.state === "submitting") return skip("a request may be on its way");
    if (training.state !== "packed") return skip(`already ${training.state}`);
    if (training.isTest) return playTraining(ports, training);
    const trainer = trainerOf(training.trainer);
    const input = trainerInput(trainer, {
      archiveUrl: await linkForFal(ports, training.archiveKey ?? "", "photos.zip", "application/zip"),
      trigger: training.trigger,
      isStyle: avatar.subject === "style",
      preset: training.preset,
      steps: training.steps,
    });
    const answer = await submitOnce(ports, training, trainer, input);
    if (answer === null) return skip("somebody else has sent it");
    if (answer === "unknown") return { did: "sent, but the answer was lost" };
    const { requestId } = answer;
    const askAfter = secondsLater(clock.now(), FIRST_ASK_SECONDS);
    return {
      did: "sent to be trained",
      changes: [
        advanceTraining(db, training.id, "training", { requestId, askAfter }, clock.now()),
        rememberRequest(db, training.id, requestId),
      ],
      // Stopped while the request was on its way: FAL has to be told.
      next: [
        {
          kind: "avatars.stop",
          payload: { avatarId: avatar.id, trainingId: training.id },
          key: `stop:${job.id}`,
          when: trainingIs(training.id, "cancelled"),
        },
      ],
      afterwards: () => showTraining(ports, training.id),
    };
  },
  giveUp: giveUpTraining,
  carries: true,
  patienceSeconds: () => TRAINING_PATIENCE_SECONDS,
};

/** Null when another worker was first. Throws as `submit` does; then the order is as unsent as before. */
async function submitOnce(
  { db, clock, env, fal }: Ports,
  training: Training,
  trainer: Trainer,
  input: object,
) {
  const sent = clock.now();
  const askAfter = secondsLater(sent, trainer.deadlineSeconds);
  const mark = advanceTraining(db, training.id, "submitting", { submittedAt: sent, askAfter }, sent);
  const [marked] = await commit(db, [mark]);
  if ((marked as unknown[]).length === 0) return null;
  try {
    return await fal.queue.submit(trainer.endpoint, input, webhookAddress(env.FAL_WEBHOOK_URL, training.id));
  } catch (error) {
    const before = { submittedAt: training.submittedAt, askAfter: null };
    await commit(db, [advanceTraining(db, training.id, "packed", before, clock.now())]);
    throw error;
  }
}

/** Test mode: nothing is sent. The reconciler plays the vendor. */
const playTraining = (ports: Ports, { id }: Training): Outcome => {
  const { db, clock } = ports;
  const now = clock.now();
  const facts = { requestId: `test-${id}`, submittedAt: now, startedAt: now, askAfter: now };
  return {
    did: "plays a training",
    changes: [advanceTraining(db, id, "training", facts, now), noteTraining(db, id, { percent: 0 }, now)],
    afterwards: () => showTraining(ports, id),
  };
};
