import { cutPart } from "../../domain/media/cut-part.ts";
import { voicedShare } from "../../domain/media/voiced-share.ts";
import {
  findDoubt,
  type HeardPart,
  needsListening,
  noteAskedFal,
  noteDoubted,
  noteRequest,
  type Part,
} from "../../domain/transcripts/index.ts";
import { Pending, Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { type Hearing, lessHarmful } from "./hear.ts";
import { openOriginal, orRefuse } from "./original.ts";

/** The vendor's queue may be long: the address it fetches from stays good for so long. */
const ADDRESS_SECONDS = 6 * 3600;
/** Asked about soon at first, then ever less often. */
const FIRST_LOOK_SECONDS = 2;
const LAST_LOOK_SECONDS = 20;

/**
 * Has a part heard by a model with a queue of its own: the job submits once, remembers the request, and comes back to
 * look. Nothing waits in an open connection, and a crash loses at most one submit. What is not to be believed is heard
 * once more in another way. Throws Pending until there is an answer.
 */
export async function hearQueued(ports: Ports, part: Part, hearing: Hearing): Promise<HeardPart> {
  const { db, clock, speech, storage, log } = ports;
  const { model, plan } = hearing;
  const first = part.heard as HeardPart | null;
  const ask = { ...hearing.ask, again: first !== null };
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
  const seconds = plan.audioTo - plan.audioFrom;
  const voiced = needsListening(heard.text, seconds) ? await listen(ports, hearing) : null;
  const doubt = findDoubt(heard.text, seconds, voiced);
  if (doubt && !first) {
    log.info("hearing.doubted", { model, doubt });
    const doubted = { ...heard, doubt };
    const requestId = await orNull(
      addressOf(ports, hearing).then((url) => speech.submit(model, url, { ...ask, again: true })),
    );
    if (requestId !== null) {
      await commit(db, [
        noteDoubted(db, part.transcriptId, part.position, { heard: doubted, requestId }, clock.now()),
        noteAskedFal(db, part.transcriptId, clock.now()),
      ]);
      throw new Pending("speech", FIRST_LOOK_SECONDS);
    }
  }
  if (plan.count > 1) await storage.remove("transcripts", [keyOf(hearing)]);
  if (!doubt) return heard;
  return first ? lessHarmful(first, heard, doubt) : { ...heard, doubt };
}

/** A first hearing is paid for and worth keeping, also when the vendor refuses a second. */
const orNull = (submitting: Promise<string>): Promise<string | null> =>
  submitting.catch((error: unknown) => {
    if (error instanceof Refused) return null;
    throw error;
  });

/** How much of what the vendor was given is louder than a silent room; null when it is not there any more. */
async function listen(ports: Ports, hearing: Hearing): Promise<number | null> {
  const { original, plan } = hearing;
  if (plan.count === 1) return voicedShare(openOriginal(ports, original));
  const originalKey = keyOf(hearing);
  const stored = await ports.storage.head("transcripts", originalKey);
  return stored && voicedShare(openOriginal(ports, { originalKey, bytes: stored.length }));
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
