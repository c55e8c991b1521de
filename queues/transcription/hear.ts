import { type AudioPart as CutAudio, cutPart } from "../../domain/media/cut-part.ts";
import type { PartPlan } from "../../domain/media/plan-cuts.ts";
import { memorySource } from "../../domain/media/source.ts";
import { voicedShare } from "../../domain/media/voiced-share.ts";
import { type Doubt, findDoubt, type HeardPart, needsListening } from "../../domain/transcripts/index.ts";
import { Refused, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import type { Ask, AudioPart, Heard } from "../../ports/speech/index.ts";
import { openOriginal, orRefuse } from "./original.ts";

/** A part of a recording and how it is to be heard. */
export interface Hearing {
  original: Parameters<typeof openOriginal>[1];
  plan: PartPlan;
  model: string;
  ask: Ask;
}

/** Cuts one part and has it heard; what is not to be believed is heard once more in another way. Throws as Speech does. */
export async function hearPart(ports: Ports, { original, plan, model, ask }: Hearing): Promise<HeardPart> {
  const cut = await orRefuse(cutPart(openOriginal(ports, original), plan));
  const heard = await hearTwice(ports, model, cut, ask);
  // A part begins up to one packet before its plan.
  return shift(heard, cut.startSeconds - plan.audioFrom);
}

async function hearTwice({ speech, log }: Ports, model: string, cut: CutAudio, ask: Ask): Promise<HeardPart> {
  const part: AudioPart = { name: cut.name, type: cut.type, length: cut.bytes.length, body: cut.bytes };
  const doubtOf = async ({ text }: Heard) => {
    const voiced = needsListening(text, cut.durationSeconds)
      ? await voicedShare(memorySource(cut.bytes))
      : null;
    return findDoubt(text, cut.durationSeconds, voiced);
  };
  const first = await speech.hear(model, part, ask);
  const doubt = await doubtOf(first);
  if (!doubt) return first;
  log.info("hearing.doubted", { model, doubt });
  const second = await speech.hear(model, part, { ...ask, again: true }).catch((error: unknown) => {
    // The first hearing is paid for and worth keeping.
    if (error instanceof Refused || error instanceof Unavailable) return null;
    throw error;
  });
  if (!second) return { ...first, doubt };
  const still = await doubtOf(second);
  return still ? lessHarmful(first, second, still) : second;
}

/** Of two hearings that are both doubted, `doubt` being the second's: the longer where words are missing, the shorter where there are too many. */
export function lessHarmful(first: Heard, second: Heard, doubt: Doubt): HeardPart {
  const missing = doubt === "empty" || doubt === "sparse";
  return { ...(first.text.length > second.text.length === missing ? first : second), doubt };
}

function shift(heard: HeardPart, seconds: number): HeardPart {
  if (!heard.segments || seconds === 0) return heard;
  const segments = heard.segments.map((segment) => ({
    ...segment,
    from: Math.max(0, segment.from + seconds),
    to: Math.max(0, segment.to + seconds),
  }));
  return { ...heard, segments };
}
