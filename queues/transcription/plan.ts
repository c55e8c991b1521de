import type { NewJob } from "../../domain/jobs/index.ts";
import { advance, findTranscript, layOutParts, listParts } from "../../domain/transcripts/index.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { planParts } from "./original.ts";
import { progress, stopStatus } from "./status.ts";

/** Looks at the bytes: what kind of recording this is, how long, and in which parts it will be heard. */
export const plan: Step<"transcription.plan"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript } = found;
    if (transcript.state === "cancelled") await stopStatus(ports, found);
    if (transcript.state !== "received") return skip(`already ${transcript.state}`);
    const known = await listParts(db, transcript.id);
    const planned = known.length > 0 ? null : await planParts(ports, transcript);
    const open = planned
      ? planned.parts.keys()
      : known.filter(({ state }) => state === "waiting").map(({ position }) => position);
    const { claim, edit } = progress(ports, found, { stage: "listening" });
    return {
      did: planned ? `planned ${planned.parts.length} parts` : "was planned before",
      changes: [
        claim,
        advance(db, transcript.id, "transcribing", planned?.facts ?? {}, clock.now()),
        ...(planned ? [layOutParts(db, transcript.id, planned.parts)] : []),
      ],
      next: jobsFor([...open], transcript.id, transcript.run),
      afterwards: ([claimed]) => edit(claimed),
    };
  },
  giveUp: fail,
  patienceSeconds,
};

/** One job for each part that is still to be heard; where a retry finds none, only the merge. */
function jobsFor(open: readonly number[], transcriptId: string, run: number): NewJob[] {
  if (open.length === 0)
    return [{ kind: "transcription.merge", payload: { transcriptId }, key: `merge:${transcriptId}:${run}` }];
  return open.map((position) => ({
    kind: "transcription.transcribe",
    payload: { transcriptId, position },
    key: `transcribe:${transcriptId}:${run}:${position}`,
  }));
}
