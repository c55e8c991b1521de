import { DOCUMENT_TYPES, writeDocument } from "../../domain/documents/index.ts";
import { zoneOf } from "../../domain/todos/index.ts";
import { findOwn, type Transcript } from "../../domain/transcripts/index.ts";
import { findUser, type User } from "../../domain/users/index.ts";
import type { Attachment } from "../../ports/telegram/message.ts";
import type { TranscriptFormat } from "../../views/callbacks.ts";
import { fileStem } from "../../views/file-stem.ts";
import { staleTap } from "../../views/menu.ts";
import { transcriptDocument, transcriptJson } from "../../views/transcript-document.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 3600;

/** Sends a transcript as a file. It is made of the present text, so named voices are in it. */
export const transcriptFileNotice: Step<"notices.transcript-file"> = {
  async run({ db, clock, telegram }, job) {
    const { telegramId, transcriptId, format } = job.payload;
    const [user, found] = await Promise.all([
      findUser(db, telegramId),
      findOwn(db, telegramId, transcriptId),
    ]);
    if (!user) return skip("no such user");
    try {
      // Another's, a missing and an unfinished recording get the same word.
      if (!found || found.transcript.text === null) {
        await telegram.send({ chatId: telegramId }, staleTap(translator(user.locale)));
        return { did: "said that there is none" };
      }
      const { chatId, messageId } = found.transcript;
      const file = await transcriptFile(found.transcript, format, user);
      await telegram.sendFile({ chatId, replyTo: messageId }, file, { html: "" });
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
    return { did: `sent ${format}` };
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not sent: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** A transcript in one of the formats that are not subtitles. */
export async function transcriptFile(
  transcript: Transcript,
  format: TranscriptFormat,
  user: User,
): Promise<Attachment> {
  const t = translator(user.locale);
  const name = `${fileStem(transcript.claimedName, transcript.createdAt, t, zoneOf(user))}.${format}`;
  if (format === "json") {
    const bytes = new TextEncoder().encode(`${JSON.stringify(transcriptJson(transcript, t), null, 2)}\n`);
    return { name, type: "application/json", bytes };
  }
  const bytes = await writeDocument(transcriptDocument(transcript, user, t), format);
  return { name, type: DOCUMENT_TYPES[format], bytes };
}
