import { findTranscript, note } from "../../domain/transcripts/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import { recordingFailed } from "../../views/recording.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { removeStatus } from "./status.ts";

/** How long to keep trying to tell somebody bad news. Later it would only puzzle them. */
const PATIENCE_SECONDS = 6 * 3600;

/** Tells the owner why there is no text, and what they can do. */
export const explain: Step<"transcription.explain"> = {
  async run({ db, clock, telegram }, job) {
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript, owner } = found;
    if (transcript.state !== "failed" && transcript.state !== "refused")
      return skip(`already ${transcript.state}`);
    const to = { chatId: transcript.chatId, replyTo: transcript.messageId };
    try {
      await telegram.send(to, recordingFailed(transcript, translator(owner.locale)));
      await removeStatus({ telegram }, transcript);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return { did: "nobody to tell", changes: [markUnreachable(db, owner.telegramId, clock.now())] };
    }
    return {
      did: `told: ${transcript.failure}`,
      changes: [note(db, transcript.id, { toldAt: clock.now(), statusMessageId: null }, clock.now())],
    };
  },
  // Whoever could not be told will see it in their history; the operator sees the dead job.
  giveUp: async (_ports, _job, reason) => ({ did: `could not tell: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
