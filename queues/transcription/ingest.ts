import { findTranscript, note, type Owned, showStatus } from "../../domain/transcripts/index.ts";
import { Refused, Unavailable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { recordingStatus } from "../../views/recording.ts";
import { translator } from "../../views/translate.ts";
import { type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";

/** Brings the recording's bytes from Telegram into our storage, and shows the user that work has begun. */
export const ingest: Step<"transcription.ingest"> = {
  async run(ports, job) {
    const { db, clock } = ports;
    const found = await findTranscript(db, job.payload.transcriptId);
    if (!found) return skip("no such recording");
    const { transcript } = found;
    if (transcript.state !== "received") return skip(`already ${transcript.state}`);

    const shown = showBeginning(ports, found);
    // Waited for in any case: what comes next, bad news too, must know which message to take away.
    const facts = transcript.originalKey ? null : await fetchOriginal(ports, found).finally(() => shown);
    await shown;
    return {
      did: facts ? `stored ${facts.bytes} bytes` : "was stored before",
      changes: facts ? [note(db, transcript.id, facts, clock.now())] : [],
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
  patienceSeconds,
};

/** Telegram → storage, streamed: the length is known, so nothing is held in memory. */
async function fetchOriginal({ telegram, storage }: Ports, { transcript, owner }: Owned) {
  const located = await telegram.locate(transcript.fileId);
  if (!located) throw new Refused("file-gone");
  const response = await telegram.download(located.path);
  const bytes = Number(response.headers.get("content-length"));
  if (!response.body || bytes === 0) {
    await response.body?.cancel();
    throw new Refused("empty-file");
  }
  const originalKey = `transcripts/${owner.id}/${transcript.id}/original`;
  await storage.put("transcripts", originalKey, response.body as ReadableStream<Uint8Array>, {
    length: bytes,
    type: "application/octet-stream",
  });
  return { originalKey, bytes };
}

/**
 * The status message, once per recording. It is written down at once, apart from the step's own commit, so that
 * a crash in between hardly ever leaves one behind. It is cosmetic: without it the work goes on.
 */
async function showBeginning(
  { db, clock, telegram, log }: Ports,
  { transcript, owner }: Owned,
): Promise<void> {
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
