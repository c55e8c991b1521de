import { markUnreachable } from "../domain/users/index.ts";
import { Unreachable } from "../ports/errors.ts";
import type { Ports } from "../ports/index.ts";
import type { Outcome } from "./step.ts";

/**
 * What a step did that wanted to tell somebody something, when they can no longer be written to: they are not written to
 * again until they come back. Throws every other error on.
 */
export function unreached({ db, clock }: Pick<Ports, "db" | "clock">, telegramId: number, error: unknown) {
  if (!(error instanceof Unreachable)) throw error;
  return { did: "nobody to tell", changes: [markUnreachable(db, telegramId, clock.now())] } satisfies Outcome;
}
