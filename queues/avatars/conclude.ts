import { advanceTraining, noteTraining, type Training, UNDER_WAY } from "../../domain/avatars/index.ts";
import type { Verdict } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, skip } from "../step.ts";
import { failWith } from "./fail.ts";
import { showTraining } from "./status.ts";

/**
 * What follows from the vendor's word, whether it came by webhook or was asked for. A training that has ended stays as it
 * ended; the same word twice changes nothing the second time.
 */
export function conclude(ports: Ports, training: Training, verdict: Verdict, requestId: string): Outcome {
  const { db, clock } = ports;
  const { id, state } = training;
  const now = clock.now();
  if (!UNDER_WAY.includes(state)) return skip(`already ${state}`);
  if (state === "trained") return skip("its weights are on their way");
  switch (verdict.is) {
    case "failed":
      return failWith(ports, id, verdict.reason);
    case "trained": {
      const { weightsUrl, configUrl } = verdict;
      return {
        did: "trained",
        changes: [
          advanceTraining(db, id, "trained", { requestId, weightsUrl, configUrl, percent: null }, now),
        ],
        next: [{ kind: "avatars.trained", payload: { trainingId: id }, key: `trained:${id}` }],
        afterwards: () => showTraining(ports, id),
      };
    }
    case "untold":
      return {
        did: "finished, but the result has to be fetched",
        changes: [
          advanceTraining(db, id, "training", { requestId, askAfter: now }, now),
          noteTraining(db, id, { requestId, askAfter: now }, now),
        ],
        next: [{ kind: "avatars.poll", payload: { trainingId: id }, key: `poll:${id}:${requestId}:untold` }],
      };
    case "running":
      return {
        did: `running ${verdict.percent ?? ""}`.trim(),
        changes: [
          noteTraining(db, id, { percent: verdict.percent, startedAt: training.startedAt ?? now }, now),
        ],
        afterwards: () => showTraining(ports, id),
      };
  }
}
