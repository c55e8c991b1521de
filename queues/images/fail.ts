import { isOperators } from "../../domain/avatars/index.ts";
import { asImageFailure, failImage } from "../../domain/images/index.ts";
import type { NewJob, TakenJob } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";
import { alertAdmins } from "../alert.ts";
import type { Outcome } from "../step.ts";

/** How an order of pictures ends without any is told by one job, however it came to its end. */
const tellEnd = (imageId: string): NewJob => ({
  kind: "images.tell",
  payload: { imageId },
  key: `tell:${imageId}`,
});

/** Ends an order without pictures, gives its coins back, and has its owner told; the operator too, when it is their turn. */
export function failWith(ports: Ports, imageId: string, reason: string): Outcome {
  const failure = asImageFailure(reason);
  return {
    did: `failed: ${failure}`,
    changes: failImage(ports.db, imageId, failure, ports.clock.now()),
    next: [tellEnd(imageId), ...(isOperators(failure) ? alertAdmins(ports, `alert-${failure}`) : [])],
  };
}

/** What becomes of an order whose step is given up. */
export const giveUpImage = async (
  ports: Ports,
  job: TakenJob<"images.draw" | "images.drawn">,
  reason: string,
): Promise<Outcome> => failWith(ports, job.payload.imageId, reason);

/** How long an order may wait for a vendor or the storage at each step; nobody looks at the chat for longer. */
export const IMAGE_PATIENCE_SECONDS = 1800;
