import { canHearAgain, findOwn, hasTimedWords, type Passage } from "../../domain/transcripts/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { staleTap } from "../../views/menu.ts";
import { subtitleFile } from "../../views/subtitles.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 3600;

/** Sends a recording's subtitles as a file. They are made of the present text, so named voices are in them. */
export const subtitles: Step<"notices.subtitles"> = {
  async run(ports, job) {
    const { db, clock, telegram, speech } = ports;
    const { telegramId, transcriptId, format } = job.payload;
    const [user, found] = await Promise.all([
      findUser(db, telegramId),
      findOwn(db, telegramId, transcriptId),
    ]);
    if (!user) return skip("no such user");
    const t = translator(user.locale);
    try {
      // Another's, a missing and an unfinished recording get the same word.
      if (!found || found.transcript.text === null) {
        await telegram.send({ chatId: telegramId }, staleTap(t));
        return { did: "said that there are none" };
      }
      const { transcript } = found;
      const to = { chatId: transcript.chatId, replyTo: transcript.messageId };
      if (!hasTimedWords((transcript.passages ?? []) as Passage[]))
        await telegram.send(to, { html: t("subtitles-none") });
      else {
        const exactPossible = speech.choose("times") !== null && canHearAgain(transcript);
        const { file, caption } = subtitleFile(transcript, format, exactPossible, user, t);
        await telegram.sendFile(to, file, caption);
      }
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
    return { did: `sent ${format}` };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not sent: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
