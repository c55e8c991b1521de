import {
  clipPart,
  type Digest,
  findOwnDigest,
  planClip,
  pointsOf,
  type Task,
} from "../../domain/digests/index.ts";
import { type AudioPart, cutPart } from "../../domain/media/cut-part.ts";
import { indexAudio } from "../../domain/media/index-audio.ts";
import { type PartPlan, planCuts } from "../../domain/media/plan-cuts.ts";
import { findOwn, listParts, type Transcript } from "../../domain/transcripts/index.ts";
import { findUser, markUnreachable } from "../../domain/users/index.ts";
import { Refused, Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outgoing } from "../../ports/telegram/message.ts";
import { clipCaption, clipGone } from "../../views/digests/clip.ts";
import { staleTap } from "../../views/menu.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { openOriginal, orRefuse } from "../transcription/original.ts";

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
    const clip = transcript && (await cutClip(ports, telegramId, point, transcript));
    if (!clip) return say(ports, telegramId, clipGone);
    const { digest: row, owner } = found;
    const sound = {
      name: clip.part.name.replace("part", "clip"),
      // Telegram plays voice messages of Opus only; the same container may hold Vorbis.
      type: clip.isOpus || clip.part.type !== "audio/ogg" ? clip.part.type : "audio/vorbis",
      bytes: clip.part.bytes,
      seconds: clip.part.durationSeconds,
    };
    try {
      await telegram.sendSound(
        { chatId: row.chatId, replyTo: row.resultMessageId ?? undefined },
        sound,
        clipCaption(point, number, translator(owner.locale)),
      );
      return { did: `played ${Math.round(sound.seconds)} s` };
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return { did: "nobody to play it to", changes: [markUnreachable(db, telegramId, clock.now())] };
    }
  },
  giveUp: async (ports, job) => say(ports, job.payload.telegramId, clipGone),
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** The sound of a point; null when its original is gone, or was never a recording. */
async function cutClip(
  ports: Ports,
  telegramId: number,
  point: Task,
  transcript: Transcript,
): Promise<{ part: AudioPart; isOpus: boolean } | null> {
  const clip = planClip(point, transcript);
  if (!clip) return null;
  const recording =
    clip.transcriptId === transcript.id
      ? transcript
      : (await findOwn(ports.db, telegramId, clip.transcriptId))?.transcript;
  if (!recording || recording.originalKey === null) return null;
  try {
    const plan = clipPart(await plansOf(ports, recording), clip);
    const part = plan && (await orRefuse(cutPart(openOriginal(ports, recording), plan)));
    return part && { part, isOpus: recording.codec === "opus" };
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** How the recording was parted when it was heard; one that was given the text of another is looked through now. */
async function plansOf(ports: Ports, recording: Transcript): Promise<PartPlan[]> {
  const parts = await listParts(ports.db, recording.id);
  if (parts.length > 0) return parts.map(({ plan }) => plan as PartPlan);
  return planCuts(await orRefuse(indexAudio(openOriginal(ports, recording), WHOLE)), WHOLE);
}

const WHOLE = {
  targetSeconds: 600,
  maxSeconds: 1_200,
  maxBytes: 64 * 2 ** 20,
  overlapSeconds: 0,
  windowSeconds: 1,
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
