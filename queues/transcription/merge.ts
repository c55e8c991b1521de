import type { PartPlan } from "../../domain/media/plan-cuts.ts";
import {
  advance,
  findTranscript,
  type HeardPart,
  listParts,
  mergeParts,
} from "../../domain/transcripts/index.ts";
import { renderTranscript } from "../../views/transcript.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";

/** Makes one text of all parts, keeps it, and passes it on. */
export const merge: Step<"transcription.merge"> = {
  async run(ports, job) {
    const { db, clock, storage } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript, owner } = found;
    if (transcript.state !== "transcribing") return skip(`already ${transcript.state}`);
    const parts = await listParts(db, transcript.id);
    const merged = mergeParts(
      parts.map(({ plan, heard }) => ({ ...(plan as PartPlan), heard: heard as HeardPart | null })),
    );
    if (!merged) return fail(ports, job, parts.find(({ failure }) => failure)?.failure ?? "fault");

    const text = merged.passages.flatMap((passage) => (passage.gap ? [] : [passage.text])).join("\n\n");
    const textKey = `transcripts/${owner.id}/${transcript.id}/transcript.txt`;
    const rendered = renderTranscript(merged.passages, translator(owner.locale));
    const bytes = new TextEncoder().encode(rendered);
    await storage.put("transcripts", textKey, bytes, {
      length: bytes.length,
      type: "text/plain; charset=utf-8",
    });
    return {
      did: `merged ${parts.length} parts, ${text.length} characters`,
      changes: [advance(db, transcript.id, "transcribed", { ...merged, text, textKey }, clock.now())],
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
