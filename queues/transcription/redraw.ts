import { findByVoicesMessage, findTranscript, note, type Passage } from "../../domain/transcripts/index.ts";
import { translator } from "../../views/translate.ts";
import { voicesScreen } from "../../views/voices.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { keepText } from "./keep-text.ts";
import { changeResult } from "./result.ts";

const PATIENCE_SECONDS = 3600;

/** After a voice was named: the text is written anew in its message, in its file, and in the message about the voices. */
export const redraw: Step<"transcription.redraw"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const { payload } = job;
    const found =
      "transcriptId" in payload
        ? await findTranscript(db, payload.transcriptId)
        : await findByVoicesMessage(db, payload.telegramId, payload.voicesMessageId);
    if (!found) return skip("no such recording");
    const { transcript, owner } = found;
    const now = clock.now();
    const textKey = await keepText(
      ports,
      found,
      (transcript.passages ?? []) as Passage[],
      transcript.speakers ?? {},
    );
    try {
      const message = await changeResult(ports, found);
      if (transcript.voicesMessageId !== null)
        await telegram.edit(
          transcript.chatId,
          transcript.voicesMessageId,
          voicesScreen(transcript, translator(owner.locale)),
        );
      return { did: "redrawn", changes: [note(db, transcript.id, { textKey, ...message }, now)] };
    } catch (error) {
      return unreached({ db, clock }, owner.telegramId, error);
    }
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not redrawn: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};
