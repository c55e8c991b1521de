import { isDocument } from "../../domain/documents/index.ts";
import { advance, chargeSpeech, findTranscript, type Owned } from "../../domain/transcripts/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { textReceived } from "../../views/document.ts";
import { recordingResult } from "../../views/recording.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { removeStatus } from "./status.ts";

/** Sends the text as a reply: in the chat when it fits, as a file with a preview otherwise. */
export const deliver: Step<"transcription.deliver"> = {
  async run(ports, job) {
    const { db, clock } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript, owner } = found;
    if (transcript.state !== "transcribed") return skip(`already ${transcript.state}`);
    try {
      await send(ports, found);
      await removeStatus(ports, transcript);
      return {
        did: "delivered",
        changes: [
          advance(db, transcript.id, "delivered", { toldAt: clock.now() }, clock.now()),
          chargeSpeech(db, transcript, clock.now()),
        ],
      };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return {
        did: "kept: the user cannot be reached",
        changes: [
          advance(db, transcript.id, "delivered", {}, clock.now()),
          chargeSpeech(db, transcript, clock.now()),
          markUnreachable(db, owner.telegramId, clock.now()),
        ],
      };
    }
  },
  giveUp: fail,
  patienceSeconds,
};

async function send({ telegram }: Ports, { transcript, owner }: Owned): Promise<void> {
  const to = { chatId: transcript.chatId, replyTo: transcript.messageId };
  const t = translator(owner.locale);
  const { message, file } = isDocument(transcript.container)
    ? { message: textReceived(transcript, t), file: undefined }
    : recordingResult(transcript, t);
  if (file) await telegram.sendFile(to, file, message);
  else await telegram.send(to, message);
}
