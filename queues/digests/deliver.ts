import {
  advanceDigest,
  type Digest,
  endDigest,
  findDigest,
  type WholeDigest,
} from "../../domain/digests/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { digestMessage } from "../../views/digests/result.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { digestFile, shownOf } from "./file.ts";

/** Sends the digest: in the chat where it fits, as a file with a preview otherwise. */
export const digestDeliver: Step<"transcription.digest-deliver"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const found = await findDigest(db, job.payload.digestId);
    if (!found) return skip("no such digest");
    const { digest: row, owner } = found;
    if (row.state !== "written") return skip(`already ${row.state}`);
    const now = clock.now();
    try {
      const sent = await sendDigest(ports, found);
      if (row.statusMessageId !== null) await telegram.remove(row.chatId, row.statusMessageId);
      return {
        did: "delivered",
        changes: [
          advanceDigest(db, row.id, "delivered", { ...sent, statusMessageId: null }, now),
          endDigest(db, row, now),
        ],
      };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return {
        did: "kept: the user cannot be reached",
        changes: [
          advanceDigest(db, row.id, "delivered", {}, now),
          endDigest(db, row, now),
          markUnreachable(db, owner.telegramId, now),
        ],
      };
    }
  },
  giveUp: fail,
  patienceSeconds,
};

/** Sends what is written as an answer to the message that it is about. Throws as Telegram does. */
export async function sendDigest(
  ports: Pick<Ports, "telegram" | "env">,
  found: WholeDigest,
): Promise<{ resultMessageId: number; resultIsFile: boolean }> {
  const { telegram, env } = ports;
  const { digest: row, owner } = found;
  const t = translator(owner.locale);
  const shown = shownOf(found, row.result as Digest);
  const to = { chatId: row.chatId, replyTo: row.replyTo ?? undefined };
  if (env.RICH_MESSAGES) {
    const { message, fits } = digestMessage(shown, t, { rich: true });
    const rich = fits ? await telegram.sendRich(to, message) : null;
    if (rich !== null) return { resultMessageId: rich, resultIsFile: false };
  }
  const { message, fits } = digestMessage(shown, t);
  if (fits) return { resultMessageId: await telegram.send(to, message), resultIsFile: false };
  const file = await digestFile(shown, found, owner.fileFormat, t);
  return { resultMessageId: await telegram.sendFile(to, file, message), resultIsFile: true };
}
