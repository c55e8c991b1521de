import { Pending } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { Step } from "../step.ts";
import { removeOwned } from "./owned.ts";

/** The longest that a job which was under way can go on (domain/jobs/kinds.ts). */
const WAIT_SECONDS = 1200;
const OBJECTS = 400;
const PATIENCE_SECONDS = 30 * 86_400;

/** After somebody was forgotten: what was being written in that moment goes too. Their id names nobody any more. */
export const sweepStep: Step<"transcription.sweep"> = {
  async run({ storage, clock }: Ports, job) {
    const { userId, after } = job.payload;
    const wait = WAIT_SECONDS - (clock.now().getTime() - after) / 1000;
    if (wait > 0) throw new Pending("storage", Math.ceil(wait));
    const count = await removeOwned({ storage }, userId, OBJECTS);
    if (count === OBJECTS)
      return {
        did: `swept ${count} objects`,
        next: [{ kind: "transcription.sweep", payload: job.payload, key: `sweep:${job.id}` }],
        apart: true,
      };
    return { did: `swept ${count} objects` };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not swept: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
