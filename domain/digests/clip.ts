import type { PartPlan } from "../media/plan-cuts.ts";
import type { Passage, Transcript } from "../transcripts/index.ts";
import type { Task } from "./digest.ts";

/** A stretch of a recording to be played. */
export interface ClipPlan {
  /** The recording that holds it: another than the transcript's where several were joined. */
  transcriptId: string;
  from: number;
  to: number;
}

/** Long enough to hear it in its place, short enough to listen to at once. */
const SHORTEST_SECONDS = 10;
const LONGEST_SECONDS = 20;
/** Heard before the point begins; more where its time is only an estimate from its place in the text. */
const LEAD_SECONDS = 2;
const UNSURE_LEAD_SECONDS = 6;

/** Which 10–20 seconds to play for a point; null when its moment is not known. */
export function planClip(
  point: Pick<Task, "at" | "until">,
  transcript: Pick<Transcript, "id" | "passages" | "seconds">,
): ClipPlan | null {
  const { at, until } = point;
  if (at === null) return null;
  const passages = (transcript.passages ?? []) as Passage[];
  const said = passages.find(
    (passage) => !passage.gap && passage.text !== "" && passage.from <= at && at <= passage.to,
  );
  const spoken = said && !said.gap ? said : undefined;
  const exact = spoken?.exact === true;
  const lead = exact ? LEAD_SECONDS : UNSURE_LEAD_SECONDS;
  const wished = (until ?? at) - at + 2 * lead;
  const length = Math.min(LONGEST_SECONDS, Math.max(exact ? SHORTEST_SECONDS : LONGEST_SECONDS, wished));
  const shift = spoken?.recording ? spoken.recording.from - spoken.from : 0;
  const end = spoken?.recording
    ? spoken.recording.from + (spoken.to - spoken.from) + length
    : (transcript.seconds ?? at + length);
  const from = Math.max(0, Math.min(at + shift - lead, end - length));
  return { transcriptId: spoken?.recording?.id ?? transcript.id, from, to: from + length };
}

/** The plan of a part that holds the stretch, made of the plan of the part in which it begins: nothing else has to be read. */
export function clipPart(plans: readonly PartPlan[], { from, to }: ClipPlan): PartPlan | null {
  const holds = plans.findLast((plan) => plan.audioFrom <= from) ?? plans[0];
  if (!holds) return null;
  const share = (to - from) / Math.max(1, holds.audioTo - holds.audioFrom);
  return {
    ...holds,
    whole: false,
    audioFrom: from,
    audioTo: to,
    until: null,
    // A clip may be the loudest stretch of its part.
    bytes: Math.ceil(holds.bytes * Math.min(1, share * 3)) + 64 * 1024,
  };
}
