import type { Owned } from "../../domain/transcripts/index.ts";
import { claimStatusEdit, type Transcript } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Statement } from "../../ports/postgres.ts";
import {
  keepsText,
  type RecordingStage,
  recordingCancelled,
  recordingStatus,
} from "../../views/recording.ts";
import { translator } from "../../views/translate.ts";

/** Takes the status message away, once what it announced is there. */
export async function removeStatus(
  { telegram }: Pick<Ports, "telegram">,
  transcript: Transcript,
): Promise<void> {
  if (transcript.statusMessageId !== null)
    await telegram.remove(transcript.chatId, transcript.statusMessageId);
}

/** Whether it was stopped, also while it was being heard again: a text that is delivered has no status message. */
export const wasStopped = ({ state, statusMessageId }: Transcript): boolean =>
  state === "cancelled" || (state === "delivered" && statusMessageId !== null);

/** Says in the status message that the recording was stopped: it may have been sent after the wish to stop. */
export async function stopStatus(
  { telegram }: Pick<Ports, "telegram">,
  { transcript, owner }: Owned,
): Promise<void> {
  const t = translator(owner.locale);
  if (transcript.statusMessageId !== null)
    await telegram.edit(
      transcript.chatId,
      transcript.statusMessageId,
      keepsText(recordingCancelled(t), transcript, t),
    );
}

/**
 * Shows progress in the status message, at most once every few seconds per recording: the claim goes into a commit,
 * and only if it was granted (`claimed`, its answer) is the message edited, after the commit.
 */
export const claimProgress = (
  { db, clock }: Pick<Ports, "db" | "clock">,
  transcript: Transcript,
): Statement => claimStatusEdit(db, transcript.id, clock.now());

export async function showProgress(
  { telegram }: Pick<Ports, "telegram">,
  { transcript, owner }: Owned,
  claimed: unknown,
  stage: RecordingStage,
): Promise<void> {
  const [granted] = claimed as { statusMessageId: number | null }[];
  if (!granted?.statusMessageId) return;
  const view = recordingStatus(stage, transcript.id, translator(owner.locale));
  await telegram.edit(transcript.chatId, granted.statusMessageId, view);
}
