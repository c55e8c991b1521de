import { isGroup } from "../../domain/groups/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import type { PartPlan } from "../../domain/media/plan-cuts.ts";
import type { HeardPart, Owned, Transcript } from "../../domain/transcripts/index.ts";
import {
  allPartsClosed,
  closePart,
  countParts,
  findPart,
  findTranscript,
  lockTranscript,
} from "../../domain/transcripts/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { patienceSeconds } from "./fail.ts";
import { hearPart } from "./hear.ts";
import { hearQueued } from "./hear-queued.ts";
import { atVendorsPace } from "./pace.ts";
import { claimProgress, showProgress } from "./status.ts";

type Job = TakenJob<"transcription.transcribe">;

/** Has one part heard. The last part to close, whatever its place, owes the merge. */
export const transcribe: Step<"transcription.transcribe"> = {
  async run(ports, job) {
    const { db, speech } = ports;
    const { transcriptId, position } = job.payload;
    const [found, planned] = await Promise.all([
      findTranscript(db, transcriptId),
      findPart(db, transcriptId, position),
    ]);
    if (!found || !planned) return skip("no such part");
    const { part, pauses } = planned;
    if (found.transcript.state !== "transcribing") return skip(`already ${found.transcript.state}`);
    if (part.state !== "waiting") return skip(`part already ${part.state}`);
    const { transcript, owner } = found;
    const model = transcript.model ?? speech.choose(transcript.want);
    if (!model) throw new Refused("speech-key");
    const hearing = {
      original: transcript,
      plan: part.plan as PartPlan,
      model,
      // The payer's languages and names say nothing about what others say in a group.
      ask: isGroup(transcript.chatId)
        ? { want: transcript.want, languages: [], keywords: [] }
        : { want: transcript.want, languages: owner.speechLanguages, keywords: owner.glossary },
    };
    const heard = speech.abilitiesOf(model).queued
      ? await atVendorsPace(ports, "speech:queue", pauses, () => hearQueued(ports, part, hearing))
      : await atVendorsPace(ports, "speech", pauses, () => hearPart(ports, hearing));
    return close(ports, job, found, { heard });
  },
  async giveUp(ports, job, reason) {
    const { transcriptId, position } = job.payload;
    const [found, planned] = await Promise.all([
      findTranscript(ports.db, transcriptId),
      findPart(ports.db, transcriptId, position),
    ]);
    if (!found) return skip("no such recording");
    // A doubted hearing is better than none.
    const first = planned?.part.heard as HeardPart | null | undefined;
    return close(ports, job, found, first ? { heard: first } : { failure: reason });
  },
  async onWait(ports, job) {
    const found = await findTranscript(ports.db, job.payload.transcriptId);
    if (!found) return;
    const [claimed] = await commit(ports.db, [claimProgress(ports, found.transcript)]);
    await showProgress(ports, found, claimed, { stage: "waiting" });
  },
  patienceSeconds,
};

type Result = { heard: HeardPart } | { failure: string };

function close(ports: Ports, { payload }: Job, found: Owned, result: Result): Outcome {
  const { db, clock } = ports;
  const { transcriptId, position } = payload;
  const { transcript } = found;
  return {
    did:
      "heard" in result
        ? `heard ${result.heard.text.length} characters${result.heard.doubt ? `, doubted: ${result.heard.doubt}` : ""}`
        : `part failed: ${result.failure}`,
    changes: [
      lockTranscript(db, transcriptId),
      closePart(db, transcriptId, position, result, clock.now()),
      countParts(db, transcriptId),
      claimProgress(ports, transcript),
    ],
    next: [
      {
        kind: "transcription.merge",
        payload: { transcriptId },
        key: `merge:${transcriptId}:${transcript.run}`,
        when: allPartsClosed(transcriptId),
      },
    ],
    async afterwards([, , counted, claimed]) {
      const [{ closed, all }] = counted as [{ closed: number; all: number }];
      if (closed === all) return;
      const percent = Math.floor((100 * closed) / all);
      await showProgress(ports, found, claimed, {
        stage: "progress",
        percent,
        secondsLeft: left(ports, transcript, closed, all),
      });
    },
  };
}

/** What the finished parts took, for the rest. */
const left = ({ clock }: Ports, { changedAt }: Transcript, closed: number, all: number): number =>
  ((clock.now().getTime() - changedAt.getTime()) / 1000 / closed) * (all - closed);
