import { type Digest, findOwnDigest, pointsOf } from "../../domain/digests/index.ts";
import { findUser } from "../../domain/users/index.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { clipCaption, clipGone } from "../../views/digests/clip.ts";
import { staleTap } from "../../views/menu.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { cutClip } from "../transcription/clip.ts";
import { unreached } from "../unreached.ts";

const PATIENCE_SECONDS = 900;

/** Plays the moment of the original in which a point was said. */
export const digestClip: Step<"transcription.digest-clip"> = {
  async run(ports, job) {
    const { db, clock, telegram } = ports;
    const { telegramId, digestId, point: number } = job.payload;
    const found = await findOwnDigest(db, telegramId, digestId);
    const result = found?.digest.result as Digest | null | undefined;
    const point = result ? pointsOf(result)[number] : undefined;
    if (!found || !point) return say(ports, telegramId, (t) => staleTap(t));
    const transcript = found.transcripts[point.source];
    const sound = transcript && (await cutClip(ports, telegramId, point, transcript));
    if (!sound) return say(ports, telegramId, clipGone);
    const { digest: row, owner } = found;
    try {
      await telegram.sendSound(
        { chatId: row.chatId, replyTo: row.resultMessageId ?? undefined },
        sound,
        clipCaption(point, number, translator(owner.locale)),
      );
      return { did: `played ${Math.round(sound.seconds)} s` };
    } catch (error) {
      return unreached({ db, clock }, telegramId, error);
    }
  },
  giveUp: async (ports, job) => say(ports, job.payload.telegramId, clipGone),
  patienceSeconds: () => PATIENCE_SECONDS,
};

async function say(
  { db, telegram }: Ports,
  telegramId: number,
  view: (t: ReturnType<typeof translator>) => Outgoing,
) {
  const user = await findUser(db, telegramId);
  if (!user) return skip("no such user");
  await telegram.send({ chatId: telegramId }, view(translator(user.locale))).catch((error) => {
    if (!(error instanceof Unreachable)) throw error;
  });
  return { did: "said that it cannot be played" };
}
