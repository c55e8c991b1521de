import type { Deletion } from "../../domain/deletions/index.ts";
import { findUser, type User } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { receiptFile } from "../../views/deletions/receipt.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 7 * 86_400;

/** The receipt of one recording: quietly, for the chat has said already that it is gone. */
export const receiptNotice: Step<"notices.receipt"> = {
  async run({ db, clock, telegram }, job) {
    const { telegramId, at, receipt } = job.payload;
    const user = await findUser(db, telegramId);
    if (!user) return skip("no such user");
    const deletion = { id: job.id, scope: "one", createdAt: new Date(at), olderThan: null, receipt } as const;
    const { message, file } = receiptFile(deletion, clock.now(), translator(user.locale));
    try {
      await telegram.sendFile({ chatId: telegramId, silent: true }, file, message);
      return { did: "sent the receipt" };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not sent: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Sends what was removed and what could not be, as a file; false where nobody can be reached any more. */
export async function sendReceipt(ports: Ports, deletion: Deletion, user: User): Promise<boolean> {
  const { telegram, clock } = ports;
  const { message, file } = receiptFile(deletion, clock.now(), translator(user.locale));
  try {
    await telegram.sendFile({ chatId: user.telegramId }, file, message);
    return true;
  } catch (error) {
    if (error instanceof Unreachable) return false;
    throw error;
  }
}
