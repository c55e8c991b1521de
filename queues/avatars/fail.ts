import { asTrainingFailure, failTraining, isOperators, type Training } from "../../domain/avatars/index.ts";
import type { NewJob, TakenJob } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";
import { alertAdmins } from "../alert.ts";
import type { Outcome } from "../step.ts";

/** How a training ends is told by one job, however it came to its end. */
export const tellEnd = (trainingId: string): NewJob => ({
  kind: "avatars.tell",
  payload: { trainingId },
  key: `tell:${trainingId}`,
});

/** Weights that draw nothing after this training's end are removed. */
export const tidyLater = ({ id, avatarId }: Pick<Training, "id" | "avatarId">): NewJob => ({
  kind: "avatars.tidy",
  payload: { avatarId },
  key: `tidy:${id}`,
});

/** Ends a training without an avatar, gives its coins back, and has its owner told; the operator too, when it is their turn. */
export function failWith(ports: Ports, trainingId: string, reason: string): Outcome {
  const failure = asTrainingFailure(reason);
  return {
    did: `failed: ${failure}`,
    changes: failTraining(ports.db, trainingId, failure, ports.clock.now()),
    next: [tellEnd(trainingId), ...(isOperators(failure) ? alertAdmins(ports, `alert-${failure}`) : [])],
  };
}

/** What becomes of a training whose step is given up. */
export const giveUpTraining = async (
  ports: Ports,
  job: TakenJob<"avatars.pack" | "avatars.train" | "avatars.trained">,
  reason: string,
): Promise<Outcome> => failWith(ports, job.payload.trainingId, reason);

/** How long a training may wait for a vendor between its order and its submit, or between its end and our storage. */
export const TRAINING_PATIENCE_SECONDS = 3600;
