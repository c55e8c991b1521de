import type { TakenJob } from "../../domain/jobs/index.ts";
import { cutPart } from "../../domain/media/cut-part.ts";
import type { PartPlan } from "../../domain/media/plan-cuts.ts";
import type { HeardPart } from "../../domain/transcripts/index.ts";
import {
  allPartsClosed,
  closePart,
  findPart,
  findTranscript,
  lockTranscript,
} from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { patienceSeconds } from "./fail.ts";
import { openOriginal, orRefuse } from "./original.ts";
import { progress } from "./status.ts";

type Job = TakenJob<"transcription.transcribe">;

/** Has one part heard. The last part to close, whatever its place, owes the merge. */
export const transcribe: Step<"transcription.transcribe"> = {
  async run(ports, job) {
    const { db, speech } = ports;
    const { transcriptId, position } = job.payload;
    const [found, part] = await Promise.all([
      findTranscript(db, transcriptId),
      findPart(db, transcriptId, position),
    ]);
    if (!found || !part) return skip("no such part");
    if (found.transcript.state !== "transcribing") return skip(`already ${found.transcript.state}`);
    if (part.state !== "waiting") return skip(`part already ${part.state}`);
    const { name, type, bytes } = await orRefuse(
      cutPart(openOriginal(ports, found.transcript), part.plan as PartPlan),
    );
    const heard = await speech.hear({ name, type, length: bytes.length, body: bytes });
    return close(ports, job, found.transcript.run, { heard });
  },
  async giveUp(ports, job, reason) {
    const found = await findTranscript(ports.db, job.payload.transcriptId);
    return found ? close(ports, job, found.transcript.run, { failure: reason }) : skip("no such recording");
  },
  async onWait(ports, job) {
    const found = await findTranscript(ports.db, job.payload.transcriptId);
    if (!found) return;
    const { claim, edit } = progress(ports, found, { stage: "waiting" });
    const [claimed] = await commit(ports.db, [claim]);
    await edit(claimed);
  },
  patienceSeconds,
};

function close(
  { db, clock }: Ports,
  { payload }: Job,
  run: number,
  result: { heard: HeardPart } | { failure: string },
): Outcome {
  const { transcriptId, position } = payload;
  return {
    did:
      "heard" in result ? `heard ${result.heard.text.length} characters` : `part failed: ${result.failure}`,
    changes: [lockTranscript(db, transcriptId), closePart(db, transcriptId, position, result, clock.now())],
    next: [
      {
        kind: "transcription.merge",
        payload: { transcriptId },
        key: `merge:${transcriptId}:${run}`,
        when: allPartsClosed(transcriptId),
      },
    ],
  };
}
