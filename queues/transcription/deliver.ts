import { rewardReferral, tariffOf } from "../../domain/billing/index.ts";
import { advance, chargeSpeech, findTranscript } from "../../domain/transcripts/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
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
    try {
      const message = await sendResult(ports, found);
      await removeStatus(ports, transcript);
      const reward = await rewardReferral(db, owner.telegramId, tariffOf(ports.env), clock.now());
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
        ],
        next: reward.jobs,
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
