import { findWallet, tariffOf } from "../../domain/billing/index.ts";
import { findTranscript, note } from "../../domain/transcripts/index.ts";
import { recordingOffer } from "../../views/offer.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { removeStatus } from "./status.ts";

/** How long to keep trying to show an offer. */
const PATIENCE_SECONDS = 6 * 3600;

/** Shows the price of a recording, and what its owner can do about it. The offer takes the place of the status message. */
export const ask: Step<"transcription.ask"> = {
  async run(ports, job) {
    const { db, clock, env, telegram } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript, owner } = found;
    if (transcript.state !== "quoted") return skip(`already ${transcript.state}`);
    const wallet = await findWallet(db, owner.id);
    const view = recordingOffer(transcript, wallet, tariffOf(env), translator(owner.locale));
    try {
      if (job.payload.again && transcript.statusMessageId !== null) {
        await telegram.edit(transcript.chatId, transcript.statusMessageId, view);
        return { did: "offered again" };
      }
      // A message of its own, not an edit: the owner has to notice it.
      const to = { chatId: transcript.chatId, replyTo: transcript.messageId };
      const statusMessageId = await telegram.send(to, view);
      await removeStatus(ports, transcript);
      return { did: "offered", changes: [note(db, transcript.id, { statusMessageId }, clock.now())] };
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `could not ask: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
