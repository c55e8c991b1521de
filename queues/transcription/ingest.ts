import { isGroup } from "../../domain/groups/index.ts";
import { findWishByVoice, takeVoice } from "../../domain/images/index.ts";
import {
  AT_ONCE,
  advance,
  countAhead,
  factsOfSame,
  findSame,
  findTranscript,
  note,
  type Owned,
  type Passage,
  park,
  showStatus,
  type Transcript,
} from "../../domain/transcripts/index.ts";
import { Refused, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { recordingStatus } from "../../views/recording.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { hashStored } from "./hash-stored.ts";
import { keepText } from "./keep-text.ts";
import { type StoredOriginal, storeOriginal } from "./store-original.ts";

const LONG_BYTES = 64 * 2 ** 20;

/**
 * Brings the recording's bytes from Telegram into our storage, and shows the user that work has begun. A file that its
 * sender has sent before is answered from its stored text: known by Telegram's id of it, or by its bytes.
 */
export const ingest: Step<"transcription.ingest"> = {
  async run(ports, job) {
    const { db, clock } = ports;
    const [found, ahead, wish] = await Promise.all([
      findTranscript(db, job.payload.transcriptId),
      countAhead(db, job.payload.transcriptId),
      findWishByVoice(db, job.payload.transcriptId, clock.now()),
    ]);
    if (!found) return skip("no such recording");
    const { transcript } = found;
    if (transcript.state !== "received") return skip(`already ${transcript.state}`);
    if (wish !== null) {
      const { changes, job: prepare, when } = takeVoice(db, wish, transcript, clock.now());
      return { did: "a wish for a picture", changes, next: [{ ...prepare, when }] };
    }
    if (ahead >= AT_ONCE)
      return { did: `waits for ${ahead} before it`, changes: [park(db, transcript.id, clock.now())] };
    // Once: what has its hash was looked up before.
    const mayReuse = transcript.sha256 === null && !transcript.fresh;
    const shown = showBeginning(ports, found);
    // Waited for in any case: what comes next, bad news too, must know which message to take away.
    const brought = await bring(ports, found).catch((error: unknown) => ({ error }));
    const error = brought && "error" in brought ? brought.error : null;
    const facts = brought && "error" in brought ? null : brought;
    // What Telegram does not hand out is known by its id all the same, and need not be uploaded again.
    const isKnown = facts !== null || (error instanceof Refused && error.reason === "too-big");
    const [same] = await Promise.all([
      isKnown && mayReuse ? findSame(db, transcript, facts?.sha256) : null,
      shown,
    ]);
    if (same) return reuse(ports, found, same, facts);
    if (error) throw error;
    return {
      did: facts ? `stored ${facts.bytes} bytes` : "was stored before",
      changes: facts ? [note(db, transcript.id, facts, clock.now())] : [],
      // What took minutes to come leaves little of an invocation's time to what follows.
      apart: (facts?.bytes ?? 0) > LONG_BYTES,
      next: [
        {
          kind: "transcription.plan",
          payload: job.payload,
          key: `plan:${transcript.id}:${transcript.run}`,
        },
      ],
    };
  },
  giveUp: fail,
  carries: true,
  patienceSeconds,
};

/** Sees to it that the bytes lie in our storage, and learns their hash; null when both was done before. */
const bring = async (ports: Ports, found: Owned): Promise<StoredOriginal | null> => {
  const { originalKey, bytes, sha256 } = found.transcript;
  if (originalKey === null || bytes === null) return storeOriginal(ports, found);
  // A page put it there, from the browser: its bytes never passed by us.
  return sha256 === null ? hashStored(ports, { originalKey, bytes }) : null;
};

/** Takes over the text of the same file. Nothing is heard, and nothing is paid. */
async function reuse(
  ports: Ports,
  found: Owned,
  same: Transcript,
  stored: StoredOriginal | null,
): Promise<Outcome> {
  const { transcript } = found;
  const textKey = await keepText(ports, found, (same.passages ?? []) as Passage[], same.speakers ?? {});
  const facts = { ...factsOfSame(same), ...stored, textKey };
  return {
    did: `answered from ${same.id}`,
    changes: [advance(ports.db, transcript.id, "transcribed", facts, ports.clock.now())],
    next: [
      {
        kind: "transcription.deliver",
        payload: { transcriptId: transcript.id },
        key: `deliver:${transcript.id}:${transcript.run}`,
      },
    ],
  };
}

/**
 * The status message, once per recording. It is written down at once, apart from the step's own commit, so that
 * a crash in between hardly ever leaves one behind. It is cosmetic: without it the work goes on.
 */
async function showBeginning(
  { db, clock, telegram, log }: Ports,
  { transcript, owner }: Owned,
): Promise<void> {
  // A group gets an answer and no word about its making.
  const { chatId, threadId } = transcript;
  if (isGroup(chatId)) return telegram.typing({ chatId, threadId: threadId ?? undefined });
  if (transcript.statusMessageId !== null) return;
  try {
    const view = recordingStatus({ stage: "fetching" }, transcript.id, translator(owner.locale));
    const to = { chatId: transcript.chatId, replyTo: transcript.messageId, silent: true };
    const messageId = await telegram.send(to, view);
    await commit(db, [showStatus(db, transcript.id, messageId, clock.now())]);
  } catch (error) {
    if (error instanceof Unavailable && error.part === "postgres") throw error;
    log.warn("status.failed", { transcript: transcript.id });
  }
}
