import { rewardReferral, tariffOf } from "../../domain/billing/index.ts";
import { isGroup } from "../../domain/groups/index.ts";
import { advance, calledBy, callNext, chargeSpeech, findTranscript } from "../../domain/transcripts/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import { deliverToGroup } from "../groups/deliver.ts";
import { type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { sendResult } from "./result.ts";
import { removeStatus } from "./status.ts";

/** Sends the text as a reply: in the chat when it fits, as a file with a preview otherwise. */
export const deliver: Step<"transcription.deliver"> = {
  async run(ports, job) {
    const { db, clock } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript, owner } = found;
    if (transcript.state !== "transcribed") return skip(`already ${transcript.state}`);
    if (isGroup(transcript.chatId)) return deliverToGroup(ports, found);
    const afterwards = (rows: readonly unknown[]) => ports.jobs.wake(calledBy(rows.at(-1)));
    try {
      const reward = await rewardReferral(
        db,
        owner.telegramId,
        tariffOf(ports.env),
        ports.env.TELEGRAM_WEBHOOK_SECRET,
        clock.now(),
      );
      const message = await sendResult(ports, found);
      await removeStatus(ports, transcript);
      return {
        did: "delivered",
        changes: [
          advance(
            db,
            transcript.id,
            "delivered",
            { toldAt: clock.now(), statusMessageId: null, ...message },
            clock.now(),
          ),
          chargeSpeech(db, transcript, clock.now()),
          ...reward.changes,
          callNext(db, transcript.id, clock.now()),
        ],
        next: reward.jobs,
        afterwards,
      };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return {
        did: "kept: the user cannot be reached",
        changes: [
          advance(db, transcript.id, "delivered", {}, clock.now()),
          chargeSpeech(db, transcript, clock.now()),
          markUnreachable(db, owner.telegramId, clock.now()),
          callNext(db, transcript.id, clock.now()),
        ],
        afterwards,
      };
    }
  },
  giveUp: fail,
  patienceSeconds,
};
