import { listEntries } from "../../domain/billing/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { statementFile } from "../../views/balance.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

/** Nobody remembers asking for a file hours ago. */
const PATIENCE_SECONDS = 3600;

/** As many entries as fit into memory with ease: at a hundred a day, more than two years. */
const MOST_ENTRIES = 100_000;

/** Sends somebody the whole history of their coins as a table. */
export const statement: Step<"notices.statement"> = {
  async run({ db, clock, telegram }, job) {
    const { telegramId } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const t = translator(user.locale);
    const entries = await listEntries(db, user.id, { limit: MOST_ENTRIES });
    try {
      const caption = { html: t("statement", { entries: entries.length }) };
      await telegram.sendFile({ chatId: telegramId }, statementFile(entries.toReversed(), t), caption);
      return { did: `sent ${entries.length} entries` };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not sent: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
