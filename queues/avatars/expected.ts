import { medianSeconds, type Training } from "../../domain/avatars/index.ts";
import { estimateSeconds, trainerOf } from "../../ports/fal/index.ts";
import type { Ports } from "../../ports/index.ts";

/** How long a training may be expected to take. `isMeasured`: earlier ones like it took so long; otherwise nobody knows yet. */
export interface Expected {
  seconds: number;
  isMeasured: boolean;
}

/** From the trainings of this trainer and preset that have ended here; before the first one by its steps. */
export async function expectTraining(
  { db }: Pick<Ports, "db">,
  plan: Pick<Training, "trainer" | "preset" | "steps">,
): Promise<Expected> {
  const median = await medianSeconds(db, plan);
  return median === null
    ? { seconds: estimateSeconds(trainerOf(plan.trainer), plan.steps), isMeasured: false }
    : { seconds: median, isMeasured: true };
}
