import { isGroup } from "../../domain/groups/index.ts";
import type { PartPlan } from "../../domain/media/plan-cuts.ts";
import {
  advance,
  carryNames,
  dropParts,
  findTranscript,
  type HeardPart,
  holdsWords,
  isSpoken,
  listParts,
  mergeParts,
  type Passage,
} from "../../domain/transcripts/index.ts";
import { type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { keepText } from "./keep-text.ts";

/**
 * Makes one text of all parts, keeps it, and passes it on. Where there was a text before, its voices' names go on with
 * them; and nothing takes its place but words.
 */
export const merge: Step<"transcription.merge"> = {
  async run(ports, job) {
    const { db, clock } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript } = found;
    if (transcript.state !== "transcribing") return skip(`already ${transcript.state}`);
    const parts = await listParts(db, transcript.id);
    const merged = mergeParts(
      parts.map(({ plan, heard }) => ({ ...(plan as PartPlan), heard: heard as HeardPart | null })),
    );
    if (!merged) return fail(ports, job, parts.find(({ failure }) => failure)?.failure ?? "fault");
    const earlier = (transcript.passages ?? []) as Passage[];
    if (holdsWords(earlier) && !holdsWords(merged.passages))
      return fail(ports, job, "heard-nothing", [dropParts(db, transcript.id)]);

    const speakers = carryNames(
      earlier.filter(isSpoken),
      transcript.speakers ?? {},
      merged.passages.filter(isSpoken),
    );
    const text = merged.passages
      .flatMap((passage) => (passage.gap || passage.text === "" ? [] : [passage.text]))
      .join("\n\n");
    // What a group said is sent and then not kept, so it is not written anywhere first.
    const textKey = isGroup(transcript.chatId)
      ? null
      : await keepText(ports, found, merged.passages, speakers ?? {});
    return {
      did: `merged ${parts.length} parts, ${text.length} characters`,
      changes: [
        advance(
          db,
          transcript.id,
          "transcribed",
          // A question about a voice was asked by its label, which may be another's now.
          { ...merged, text, textKey, speakers, reusedFrom: null, voiceAsked: null, voicesMessageId: null },
          clock.now(),
        ),
      ],
      next: [
        {
          kind: "transcription.deliver",
          payload: job.payload,
          key: `deliver:${transcript.id}:${transcript.run}`,
        },
      ],
    };
  },
  giveUp: fail,
  patienceSeconds,
};
