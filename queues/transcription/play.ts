import { findOwn } from "../../domain/transcripts/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { clipGone } from "../../views/digests/clip.ts";
import { momentCaption } from "../../views/history/screens.ts";
import { type Translate, translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { unreached } from "../unreached.ts";
import { cutClip } from "./clip.ts";

const PATIENCE_SECONDS = 900;

/** Plays a moment of somebody's own recording. */
export const play: Step<"transcription.clip"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const { telegramId, transcriptId, at } = job.payload;
    const found = await findOwn(db, telegramId, transcriptId);
    const sound = found && (await cutClip(ports, telegramId, { at, until: null }, found.transcript));
    if (!found || !sound) return say(ports, telegramId, clipGone);
    try {
      const caption = momentCaption(found.transcript, at, found.owner, translator(found.owner.locale));
      await telegram.sendSound({ chatId: telegramId, replyTo: found.transcript.messageId }, sound, caption);
      return { did: `played ${Math.round(sound.seconds)} s` };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (ports, job) => say(ports, job.payload.telegramId, clipGone),
  patienceSeconds: () => PATIENCE_SECONDS,
};

async function say({ db, telegram }: Ports, telegramId: number, view: (t: Translate) => Outgoing) {
  const user = await findUser(db, telegramId);
  if (!user) return skip("no such user");
  await telegram.send({ chatId: telegramId }, view(translator(user.locale))).catch((error) => {
    if (!(error instanceof Unreachable)) throw error;
  });
  return { did: "said that it cannot be played" };
}
