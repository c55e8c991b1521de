import { advanceTraining, findTraining, noteTraining, type Training } from "../../domain/avatars/index.ts";
import { readFailure, readOutput, type Trainer, trainerOf } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { explainFalTrouble, type FalLook } from "../fal-look.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { conclude } from "./conclude.ts";
import { failWith } from "./fail.ts";
import { showTraining } from "./status.ts";

/** A look that fails is not repeated: the reconciler has the next one made in a minute. */
const PATIENCE_SECONDS = 1;
/** FAL may not know a request at once under every address. */
const UNKNOWN_SECONDS = 300;
/** One lost answer is followed by one more request; two are enough. */
const LOST_MOST = 1;
/** A played training takes as long as one can watch it. */
const PLAY_SECONDS = 20;

/** Asks FAL about a training that has been silent, and ends what has been silent for too long. */
export const poll: Step<"avatars.poll"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock } = ports;
    const found = await findTraining(db, job.payload.trainingId);
    if (!found) return skip("no such training");
    const { training } = found;
    const trainer = trainerOf(training.trainer);
    const since = (training.submittedAt ?? training.createdAt).getTime();
    const seconds = (clock.now().getTime() - since) / 1000;
    const isLate = seconds >= trainer.deadlineSeconds;
    if (training.state === "submitting") {
      if (!isLate) return skip("its answer may still come");
      if (training.lostRequests >= LOST_MOST) return failWith(ports, training.id, "fal-lost");
      const lostRequests = training.lostRequests + 1;
      const { id } = training;
      return {
        did: "its request is believed lost",
        changes: [advanceTraining(db, id, "packed", { lostRequests, askAfter: null }, clock.now())],
        next: [{ kind: "avatars.train", payload: { trainingId: id }, key: `train:${id}:${lostRequests}` }],
      };
    }
    if (training.state !== "training") return skip(`already ${training.state}`);
    if (training.isTest) return play(ports, training, seconds);
    const outcome = await look(ports, training, trainer, seconds).catch((error: unknown) =>
      explainFalTrouble(ports, error),
    );
    if (!isLate || !("late" in outcome)) return outcome;
    await ports.fal.queue.cancel(trainer.endpoint, training.requestId ?? "").catch(() => undefined);
    return failWith(ports, training.id, outcome.late);
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not asked: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

async function look(ports: Ports, training: Training, trainer: Trainer, seconds: number): Promise<FalLook> {
  const { db, clock, fal } = ports;
  const { id, requestId } = training;
  if (requestId === null) return skip("nobody knows its request");
  const standing = await fal.queue.standing(trainer.endpoint, requestId);
  if (standing.at === "lost")
    return seconds > UNKNOWN_SECONDS ? failWith(ports, id, "fal-lost") : skip("FAL does not know it yet");
  if (standing.at === "completed") {
    const result = await fal.queue.result(trainer.endpoint, requestId);
    if (result === "pending") return { ...skip("FAL is not ready to tell"), late: "fal-late" };
    const verdict = result.ok ? readOutput(result.output) : readFailure(result.status, result.body);
    return conclude(ports, training, verdict, requestId);
  }
  const facts =
    standing.at === "queued"
      ? { queuePosition: standing.position }
      : { startedAt: training.startedAt ?? clock.now(), queuePosition: null };
  return {
    did: standing.at,
    changes: [noteTraining(db, id, facts, clock.now())],
    afterwards: () => showTraining(ports, id),
    late: "fal-late",
  };
}

function play(ports: Ports, training: Training, seconds: number): Outcome {
  if (seconds >= PLAY_SECONDS)
    return conclude(
      ports,
      training,
      { is: "trained", weightsUrl: "", configUrl: null },
      training.requestId ?? "",
    );
  const percent = Math.floor((100 * seconds) / PLAY_SECONDS);
  return conclude(ports, training, { is: "running", percent }, training.requestId ?? "");
}
