import { clipPart, planClip } from "../../domain/digests/index.ts";
import { cutPart } from "../../domain/media/cut-part.ts";
import { indexAudio } from "../../domain/media/index-audio.ts";
import { type PartPlan, planCuts } from "../../domain/media/plan-cuts.ts";
import { findOwn, listParts, type Transcript } from "../../domain/transcripts/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { Sound } from "../../ports/telegram/message.ts";
import { openOriginal, orRefuse } from "./original.ts";

/** 10–20 seconds of a recording around a moment; null when its original is gone, or was never a recording. */
export async function cutClip(
  ports: Ports,
  telegramId: number,
  moment: { at: number | null; until: number | null },
  transcript: Transcript,
): Promise<Sound | null> {
  const clip = planClip(moment, transcript);
  if (!clip) return null;
  const recording =
    clip.transcriptId === transcript.id
      ? transcript
      : (await findOwn(ports.db, telegramId, clip.transcriptId))?.transcript;
  if (!recording || recording.originalKey === null) return null;
  try {
    const plan = clipPart(await plansOf(ports, recording), clip);
    const part = plan && (await orRefuse(cutPart(openOriginal(ports, recording), plan)));
    return (
      part && {
        name: part.name.replace("part", "clip"),
        // Telegram plays voice messages of Opus only; the same container may hold Vorbis.
        type: recording.codec === "opus" || part.type !== "audio/ogg" ? part.type : "audio/vorbis",
        bytes: part.bytes,
        seconds: part.durationSeconds,
      }
    );
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
