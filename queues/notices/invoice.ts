import { findInvoice } from "../../domain/billing/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { starInvoice } from "../../views/topup.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

/** Whoever wanted to pay an hour ago has given up or tapped again. */
const PATIENCE_SECONDS = 3600;

/** Shows an invoice to its owner, ready to be paid. */
export const invoice: Step<"notices.invoice"> = {
  async run({ db, clock, telegram }, job) {
    const found = await findInvoice(db, job.payload.invoiceId);
    const user = found && (await findUser(db, found.telegramId));
    if (!user) return skip("no such invoice");
    try {
      await telegram.sendInvoice({ chatId: user.telegramId }, starInvoice(found, translator(user.locale)));
      return { did: `billed ${found.stars} Stars` };
    } catch (error) {
      return unreached({ db, clock }, user.telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not billed: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
