import { dayIn } from "../domain/todos/index.ts";
import type { Translate } from "./translate.ts";

/**
 * The name of a recording, and of a file made of it, without its extension: after the sender's own, or after the day, by
 * the clock of `zone`.
 */
export function fileStem(claimedName: string | null, createdAt: Date, t: Translate, zone: string): string {
  const stem = claimedName
    ?.replace(/\.[^.]{1,5}$/, "")
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f\u202a-\u202e\u2066-\u2069/\\:*?"<>|]+/g, " ")
    .trim()
    .slice(0, 80);
  return stem || `${t("file-stem")} ${dayIn(zone, createdAt)}`;
}
