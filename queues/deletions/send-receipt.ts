import type { Deletion } from "../../domain/deletions/index.ts";
import type { User } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { receiptFile } from "../../views/deletions/receipt.ts";
import { translator } from "../../views/translate.ts";

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
