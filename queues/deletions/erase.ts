import { addToReceipt, EMPTY_RECEIPT, takeStock, UNDO_SECONDS } from "../../domain/deletions/index.ts";
import { discardTranscript, findOwn } from "../../domain/transcripts/index.ts";
import { Pending, Unreachable } from "../../ports/errors.ts";
import { erased } from "../../views/deletions/screens.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { tellStuck } from "./forget.ts";

/** A deletion is carried out, however long the storage is away. */
const PATIENCE_SECONDS = 30 * 86_400;

/** Deletes one recording of somebody, once it can no longer be taken back: its objects, its rows, and our message with its text. */
export const eraseStep: Step<"transcription.erase"> = {
  async run({ db, clock, storage, telegram }, job) {
    const { telegramId, transcriptId, messageId, at } = job.payload;
    const wait = UNDO_SECONDS - (clock.now().getTime() - at) / 1000;
    if (wait > 0) throw new Pending("telegram", Math.ceil(wait));
    const found = await findOwn(db, telegramId, transcriptId);
    if (!found) return skip("no such recording of theirs");
    const { transcript, owner } = found;
    const t = translator(owner.locale);
    const say = async (view: ReturnType<typeof erased>) => {
      await telegram.edit(telegramId, messageId, view).catch((error) => {
        if (!(error instanceof Unreachable)) throw error;
      });
    };
    if (!["delivered", "refused", "failed", "cancelled"].includes(transcript.state)) {
      await say({ html: t("erase-busy") });
      return { did: `kept: it is ${transcript.state}` };
    }
    const keys: string[] = [];
    let bytes = 0;
    for await (const { key, length } of storage.list(
      "transcripts",
      `transcripts/${owner.id}/${transcriptId}/`,
    )) {
      keys.push(key);
      bytes += length;
    }
    const stock = await takeStock(db, [transcriptId]);
    await storage.remove("transcripts", keys);
    const receipt = addToReceipt(EMPTY_RECEIPT, { ...stock, objects: keys.length, bytes });
    return {
      did: `erased, with ${keys.length} objects`,
      changes: [discardTranscript(db, transcriptId)],
      next: [
        { kind: "notices.receipt", payload: { telegramId, at, receipt }, key: `receipt:${transcriptId}` },
      ],
      async afterwards() {
        await say(erased(keys.length, bytes, t));
        // A bot may delete its own messages for 48 hours (Bot API, deleteMessage); an older one stays, and the words say so.
        if (transcript.resultMessageId !== null)
          await telegram.remove(transcript.chatId, transcript.resultMessageId);
      },
    };
  },
  giveUp: async (_ports, job, reason) => ({
    did: `not erased: ${reason}`,
    next: [tellStuck(job.payload.telegramId, job.id)],
  }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
