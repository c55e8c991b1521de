import { Refused, Unavailable } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import { alertAdmins } from "./alert.ts";
import type { Outcome } from "./step.ts";

/** What came of asking FAL about a request. `late`: what it fails of, when its time is over. */
export type FalLook = Outcome | (Outcome & { late: "fal-late" | "fal-down" });

/** Trouble with asking is no news about the request. The operator hears of it when it is theirs; other errors are thrown on. */
export function explainFalTrouble(ports: Ports, error: unknown): FalLook {
  if (error instanceof Unavailable && error.part === "fal")
    return { did: "FAL does not answer", late: "fal-down" };
  if (error instanceof Refused && (error.reason === "fal-key" || error.reason === "fal-balance"))
    return {
      did: `FAL refuses us: ${error.reason}`,
      next: alertAdmins(ports, `alert-${error.reason}`),
      late: "fal-down",
    };
  throw error;
}
