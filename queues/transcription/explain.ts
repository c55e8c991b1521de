import { isGroup } from "../../domain/groups/index.ts";
import { findTranscript, note } from "../../domain/transcripts/index.ts";
import { openUpload, packToken } from "../../domain/uploads/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { keepsText, recordingFailed } from "../../views/recording.ts";
import { translator } from "../../views/translate.ts";
import { uploadOffer } from "../../views/upload-offer.ts";
import { explainInGroup } from "../groups/explain.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { removeStatus } from "./status.ts";

/** How long to keep trying to tell somebody bad news. Later it would only puzzle them. */
const PATIENCE_SECONDS = 6 * 3600;

/** Tells the owner why there is no text, and what they can do. */
export const explain: Step<"transcription.explain"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript, owner } = found;
    // Delivered and with a reason: it was heard again in vain.
    if (!["failed", "refused", "delivered"].includes(transcript.state) || transcript.failure === null)
      return skip(`already ${transcript.state}`);
    if (isGroup(transcript.chatId)) return explainInGroup(ports, found);
    const t = translator(owner.locale);
    const link = transcript.failure === "too-big" ? await openUploadPage(ports, transcript.id) : null;
    const view = keepsText(
      link ? uploadOffer(ports.env.UPLOAD_MAX_MB, link, t) : recordingFailed(transcript, t),
      transcript,
      t,
    );
    const to = { chatId: transcript.chatId, replyTo: transcript.messageId };
    try {
      await telegram.send(to, view);
      await removeStatus({ telegram }, transcript);
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
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

/** The link to a page for the file that Telegram does not hand out; null where this installation offers none. */
async function openUploadPage({ db, env, clock }: Ports, transcriptId: string): Promise<string | null> {
  if (!env.PUBLIC_URL || env.UPLOAD_MAX_MB === 0) return null;
  // Before the link is sent: it must lead somewhere.
  await commit(db, [openUpload(db, transcriptId, clock.now())]);
  const token = await packToken(env.TELEGRAM_WEBHOOK_SECRET, transcriptId);
  return `${env.PUBLIC_URL.replace(/\/$/, "")}/upload/${token}`;
}
