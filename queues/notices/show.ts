import type { TakenJob } from "../../domain/jobs/index.ts";
import { findUser, markUnreachable } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { screens } from "./screens.ts";

/** A screen that is an hour late answers a question that nobody remembers. */
const PATIENCE_SECONDS = 3600;

type Job = TakenJob<"notices.show">;

/** Answers a command or a tap: a new message, or the tapped message changed. */
export const show: Step<"notices.show"> = {
  async run(ports, job): Promise<Outcome> {
    const { telegramId, screen, messageId, about } = job.payload;
    const user = await findUser(ports.db, telegramId);
    if (!user) return skip("no such user");
    const view = await screens[screen]?.(translator(user.locale), { ports, user, about });
    if (!view) return skip(`no screen ${screen}`);
    try {
      if (messageId === undefined) await ports.telegram.send({ chatId: telegramId }, view);
      else await ports.telegram.edit(telegramId, messageId, view);
      return { did: `showed ${screen}` };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return {
        did: "nobody to show it to",
        changes: [markUnreachable(ports.db, telegramId, ports.clock.now())],
      };
    }
  },
  giveUp: async (_ports: Ports, _job: Job, reason: string) => ({ did: `not shown: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
