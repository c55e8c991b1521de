import type { transcripts } from "../../schema/index.ts";

export type Transcript = typeof transcripts.$inferSelect;
export type TranscriptState = Transcript["state"];

/**
 * received → transcribing → transcribed → delivered is the good way.
 * `quoted`: its price was shown, and its owner has not said yes (or has not enough coins) yet.
 * `refused`: the file is at fault. `failed`: we are, or a vendor; it can be retried. Both are told to the user.
 * One that is heard again and has a text ends in none of these three, but is `delivered` with that text (`endedAs`).
 */
export const next = {
  // Straight to "transcribed": a text file, or a text of the same file answers.
  received: ["quoted", "transcribing", "transcribed", "refused", "failed", "cancelled"],
  quoted: ["transcribing", "refused", "failed", "cancelled"],
  transcribing: ["transcribed", "refused", "failed", "cancelled"],
  transcribed: ["delivered", "failed"],
  // Heard again: what was missing, or in another way.
  delivered: ["received"],
  refused: [],
  failed: ["received", "transcribing"],
  cancelled: ["received"],
} as const satisfies Record<TranscriptState, readonly TranscriptState[]>;

/** The states from which `state` may be entered. */
export const before = (state: TranscriptState): TranscriptState[] =>
  (Object.keys(next) as TranscriptState[]).filter((from) =>
    (next[from] as readonly TranscriptState[]).includes(state),
  );

/** Why a recording was refused (the file's fault) or failed (ours or a vendor's). Each has its text in views. */
export const REFUSALS = [
  "too-big",
  "file-gone",
  "empty-file",
  "not-media",
  "no-audio",
  "unsupported",
  "broken",
  "document-empty",
  "document-too-long",
  "document-locked",
  "document-broken",
  "link-forbidden",
  "link-gone",
  "link-page",
  "link-too-big",
  // Of one that has a text: what was heard now is no reason to give that up.
  "heard-nothing",
] as const;
export const FAILURES = [
  "speech-refused",
  "speech-quota",
  "speech-key",
  "speech-down",
  "telegram-down",
  "storage-down",
  "link-down",
  "ceiling-user",
  "ceiling-chat",
  "ceiling-house",
  "group-broke",
  "group-dear",
  "fault",
] as const;
export type Failure = (typeof REFUSALS)[number] | (typeof FAILURES)[number];

export const isRefusal = (reason: string): boolean => (REFUSALS as readonly string[]).includes(reason);
