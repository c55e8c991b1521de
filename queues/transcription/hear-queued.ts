import { cutPart } from "../../domain/media/cut-part.ts";
import {
  findDoubt,
  type HeardPart,
  noteAskedFal,
  noteRequest,
  type Part,
} from "../../domain/transcripts/index.ts";
import { Pending } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import type { Hearing } from "./hear.ts";
import { openOriginal, orRefuse } from "./original.ts";

/** The vendor's queue may be long: the address it fetches from stays good for so long. */
const ADDRESS_SECONDS = 6 * 3600;
/** Asked about soon at first, then ever less often. */
const FIRST_LOOK_SECONDS = 2;
const LAST_LOOK_SECONDS = 20;

/**
 * Has a part heard by a model with a queue of its own: the job submits once, remembers the request, and comes back to
 * look. Nothing waits in an open connection, and a crash loses at most one submit. Throws Pending until there is an answer.
 */
export async function hearQueued(ports: Ports, part: Part, hearing: Hearing): Promise<HeardPart> {
  const { db, clock, speech, storage } = ports;
  const { model, ask, plan } = hearing;
  const note = (requestId: string | null) =>
    commit(db, [noteRequest(db, part.transcriptId, part.position, requestId, clock.now())]);
  if (part.requestId === null) {
    await commit(db, [noteAskedFal(db, part.transcriptId, clock.now())]);
    await note(await speech.submit(model, await addressOf(ports, hearing), ask));
    throw new Pending("speech", FIRST_LOOK_SECONDS);
  }
  const heard = await speech.collect(model, part.requestId);
  if (heard === "lost") {
    await note(null);
    throw new Pending("speech", FIRST_LOOK_SECONDS);
  }
  if (heard === "pending") {
    const seconds = (clock.now().getTime() - part.changedAt.getTime()) / 1000;
    throw new Pending(
      "speech",
      Math.ceil(Math.min(LAST_LOOK_SECONDS, Math.max(FIRST_LOOK_SECONDS, seconds / 4))),
    );
  }
  if (plan.count > 1) await storage.remove("transcripts", [keyOf(hearing)]);
  // The sound is not at hand here, so only the words themselves can be judged, and there is no second hearing.
  const doubt = findDoubt(heard.text, plan.audioTo - plan.audioFrom, null);
  return doubt ? { ...heard, doubt } : heard;
}

/** Where the vendor finds the audio: the original itself, or the part as an object of its own for as long as it takes. */
async function addressOf(ports: Ports, hearing: Hearing): Promise<string> {
  const { storage } = ports;
  const { original, plan } = hearing;
  if (plan.count === 1 && original.originalKey)
    return storage.presign("transcripts", original.originalKey, { method: "GET", seconds: ADDRESS_SECONDS });
  const { bytes, type } = await orRefuse(cutPart(openOriginal(ports, original), plan));
  const key = keyOf(hearing);
  await storage.put("transcripts", key, bytes, { length: bytes.length, type });
  return storage.presign("transcripts", key, { method: "GET", seconds: ADDRESS_SECONDS });
}

const keyOf = ({ original, plan }: Hearing): string => partKey(original.originalKey ?? "", plan.index);

/** Where a part lies beside its recording, for as long as a vendor may fetch it. */
export const partKey = (originalKey: string, index: number): string => `${originalKey}.part-${index}`;
