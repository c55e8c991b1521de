import type { Passage } from "../domain/transcripts/index.ts";
import type { Translate } from "./translate.ts";

/** "2:05", or "1:02:05" from an hour on. */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/**
 * The transcript as plain text. A recording that was heard in one piece is just its words; otherwise every passage
 * begins with its time, and what nobody could hear is shown as a gap.
 */
export function renderTranscript(passages: readonly Passage[], t: Translate): string {
  const [only] = passages;
  if (only && passages.length === 1 && !only.gap) return only.text;
  return passages
    .map((passage) =>
      passage.gap
        ? t("gap", { from: clockTime(passage.from), to: clockTime(passage.to) })
        : `[${clockTime(passage.from)}] ${passage.speaker ? `${passage.speaker}: ` : ""}${passage.text}`,
    )
    .join("\n\n");
}
