import { readDocument } from "../../domain/documents/index.ts";
import { indexAudio } from "../../domain/media/index-audio.ts";
import { planCuts } from "../../domain/media/plan-cuts.ts";
import type { ByteSource } from "../../domain/media/source.ts";
import { Unplayable } from "../../domain/media/unplayable.ts";
import {
  findTranscript,
  layOutParts,
  listParts,
  note,
  type Transcript,
} from "../../domain/transcripts/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { keepDocument } from "./document.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { cutPolicy, openOriginal, orRefuse } from "./original.ts";
import { stopStatus, wasStopped } from "./status.ts";

/**
 * Looks at the bytes: what kind of recording this is, how long, and in which parts it will be heard. What is no
 * recording may be a text, which has nothing to be heard.
 */
export const plan: Step<"transcription.plan"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, clock } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript } = found;
    if (wasStopped(transcript)) await stopStatus(ports, found);
    if (transcript.state !== "received") return skip(`already ${transcript.state}`);
    const known = await listParts(db, transcript.id);
    const planned = known.length > 0 ? null : await lookThrough(ports, transcript);
    if (planned && "passages" in planned) return keepDocument(ports, found, planned);
    return {
      did: planned ? `planned ${planned.plans.length} parts` : "was planned before",
      changes: planned
        ? [note(db, transcript.id, planned.facts, clock.now()), layOutParts(db, transcript.id, planned.plans)]
        : [],
      next: [
        {
          kind: "transcription.quote",
          payload: job.payload,
          key: `quote:${transcript.id}:${transcript.run}`,
        },
      ],
    };
  },
  giveUp: fail,
  patienceSeconds,
};

/** Learns from the bytes what the recording is, and divides it. */
async function lookThrough(ports: Ports, transcript: Transcript) {
  const model = ports.speech.choose(transcript.want);
  if (!model) throw new Refused("speech-key");
  const policy = cutPolicy(ports, { want: transcript.want, model });
  const source = openOriginal(ports, transcript);
  const found = await orRefuse(indexAudio(source, policy).catch((error) => asDocument(source, error)));
  if ("passages" in found) return found;
  const { container, codec, durationSeconds: seconds } = found.about;
  return { facts: { container, codec, seconds, model }, plans: planCuts(found, policy) };
}

/** The document in bytes that hold no recording; throws the refusal of the recording when they hold none either. */
async function asDocument(source: ByteSource, error: unknown) {
  const document =
    error instanceof Unplayable && error.reason === "not media" && (await readDocument(source));
  if (!document) throw error;
  return document;
}
