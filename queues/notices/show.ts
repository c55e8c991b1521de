import type { TakenJob } from "../../domain/jobs/index.ts";
import { findUser } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import { splitMessage } from "../../views/formatted/split.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { screens } from "./screens.ts";

/** A screen that is an hour late answers a question that nobody remembers. */
const PATIENCE_SECONDS = 3600;

type Job = TakenJob<"notices.show">;

/** Answers a command or a tap: a new message, or the tapped message changed; more messages, where it is long. */
export const show: Step<"notices.show"> = {
  async run(ports, job): Promise<Outcome> {
    const { telegramId, screen, messageId, about } = job.payload;
    const user = await findUser(ports.db, telegramId);
    if (!user) return skip("no such user");
    const view = await screens[screen]?.(translator(user.locale), { ports, user, about });
    if (!view) return skip(`no screen ${screen}`);
    try {
      const to = { chatId: telegramId };
      const [first, ...rest] = splitMessage(view);
      if (messageId !== undefined && first) await ports.telegram.edit(telegramId, messageId, first);
      else if (first) await ports.telegram.send(to, first);
      for (const piece of rest) await ports.telegram.send(to, piece);
      return { did: `showed ${screen}` };
    } catch (error) {
      return unreached(ports, telegramId, error);
    }
  },
  giveUp: async (_ports: Ports, _job: Job, reason: string) => ({ did: `not shown: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
