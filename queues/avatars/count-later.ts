import type { NewJob } from "../../domain/jobs/index.ts";

/** Telegram counts edits like messages: one every 3 s stays clear of its limit. Photos of an album come within one second. */
export const EVERY_SECONDS = 3;

/**
 * The photos of an avatar are to be counted soon: however many arrive within these seconds, they are one job and one
 * answer.
 */
export function countLater(avatarId: string, now: Date, seconds = EVERY_SECONDS): NewJob {
  const span = seconds * 1000;
  const at = (Math.floor(now.getTime() / span) + 1) * span;
  return { kind: "avatars.count", payload: { avatarId, at }, key: `count:${avatarId}:${at}` };
}
