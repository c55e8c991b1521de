import { findOwn, type Transcript } from "../../domain/transcripts/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { splitMessage } from "../../views/formatted/split.ts";
import { historyText, originalLink } from "../../views/history/screens.ts";
import { staleTap } from "../../views/menu.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { transcriptFile } from "./transcript-file.ts";

const PATIENCE_SECONDS = 3600;

/** How long a link to an original leads there. */
const LINK_SECONDS = 3600;

/** Hands out what is stored of somebody's recording: its words as messages (as a file, where they are long), or the original. */
export const storedNotice: Step<"notices.stored"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const { telegramId, transcriptId, what } = job.payload;
    const [user, found] = await Promise.all([
      findUser(db, telegramId),
      findOwn(db, telegramId, transcriptId),
    ]);
    if (!user) return skip("no such user");
    const t = translator(user.locale);
    const to = { chatId: telegramId };
    try {
      const there =
        found && (what === "text" ? found.transcript.text !== null : found.transcript.originalKey !== null);
      if (!there) {
        await telegram.send(to, staleTap(t));
        return { did: "said that there is none" };
      }
      const { transcript } = found;
      if (what === "original") return await sendOriginal(ports, telegramId, transcript);
      const shown = historyText(transcript, t);
      if (shown) for (const piece of splitMessage(shown)) await telegram.send(to, piece);
      else await telegram.sendFile(to, await transcriptFile(transcript, "txt", user), { html: "" });
      return { did: shown ? "sent its words" : "sent its words as a file" };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not sent: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** The message that brought it, once more: it costs no bytes. Where it is gone, or none did: a link to our copy. */
async function sendOriginal({ telegram, storage, db }: Ports, telegramId: number, transcript: Transcript) {
  const { chatId, messageId, source, originalKey, claimedName } = transcript;
  const user = await findUser(db, telegramId);
  if (source !== "link" && source !== "upload" && source !== "conversation") {
    const copied = await telegram.copy(telegramId, { fromChatId: chatId, messageId }, []).then(
      () => true,
      (error) => {
        // The message was deleted in the chat, which says nothing about our copy.
        if (error instanceof Refused || (error instanceof Error && error.name === "GrammyError"))
          return false;
        throw error;
      },
    );
    if (copied) return { did: "copied the message that brought it" };
  }
  const url = await storage.presign("transcripts", originalKey ?? "", {
    method: "GET",
    seconds: LINK_SECONDS,
    ...(claimedName && { fileName: claimedName }),
  });
  await telegram.send(
    { chatId: telegramId },
    originalLink(url, LINK_SECONDS / 60, translator(user?.locale ?? "ru")),
  );
  return { did: "sent a link to it" };
}
