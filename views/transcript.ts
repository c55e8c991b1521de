import { type Passage, type Spoken, WHOLE_COVERAGE } from "../domain/transcripts/index.ts";
import type { Translate } from "./translate.ts";

/** What the owner calls the voices, by their labels. */
export type VoiceNames = Readonly<Record<string, string>>;

/** "2:05", or "1:02:05" from an hour on. */
export function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (n: number) => String(n).padStart(2, "0");
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** A voice by its name, or by its number while it has none. */
export const voiceName = (label: string, names: VoiceNames, t: Translate): string =>
  names[label] ?? t("voice", { number: label });

/**
 * The transcript as plain text. A recording that was heard in one piece is just its words; otherwise every paragraph
 * begins with its time (and its voice), and what nobody could hear is shown as a gap.
 */
export function renderTranscript(passages: readonly Passage[], t: Translate, names: VoiceNames = {}): string {
  const paragraphs = joinParagraphs(passages);
  const [only] = paragraphs;
  if (only && paragraphs.length === 1 && !only.gap && only.speaker === undefined) return only.text;
  return paragraphs
    .map((paragraph) =>
      paragraph.gap
        ? renderGap(paragraph, t, names)
        : `[${clockTime(paragraph.from)}] ${
            paragraph.speaker === undefined ? "" : `${voiceName(paragraph.speaker, names, t)}: `
          }${paragraph.text}`,
    )
    .join("\n\n");
}

/** What nobody could hear: with its times, or in a dialogue as that person's turn. */
export const renderGap = (
  { from, to, speaker }: Exclude<Passage, Spoken>,
  t: Translate,
  names: VoiceNames,
): string =>
  speaker === undefined
    ? t("gap", { from: clockTime(from), to: clockTime(to) })
    : `[${clockTime(from)}] ${voiceName(speaker, names, t)}: ${t("join-lost")}`;

/** A paragraph of about this many characters is read without losing one's place. */
const PARAGRAPH_CHARACTERS = 600;

/** Exact times come with a sentence or two each: what one voice says without a break is read as one paragraph. */
export function joinParagraphs(passages: readonly Passage[]): Passage[] {
  const paragraphs: Passage[] = [];
  for (const passage of passages) {
    if (!passage.gap && passage.text === "") continue;
    const last = paragraphs.at(-1);
    if (!passage.gap && goesOn(last, passage)) {
      last.text += ` ${passage.text}`;
      last.to = passage.to;
    } else paragraphs.push({ ...passage });
  }
  return paragraphs;
}

const goesOn = (last: Passage | undefined, passage: Spoken): last is Spoken =>
  last !== undefined &&
  !last.gap &&
  last.exact === true &&
  passage.exact === true &&
  last.speaker === passage.speaker &&
  last.text.length + passage.text.length < PARAGRAPH_CHARACTERS;

/** More warnings than this say no more than that many. */
const MOST_WARNINGS = 5;

/** What the reader has to know of a text, one line each: how much of the recording is in it, and which stretches are doubted. */
export function renderWarnings(
  passages: readonly Passage[],
  coverage: number | null,
  t: Translate,
): string[] {
  const doubts = doubtedStretches(passages);
  const whole = passages.length === doubts.length && doubts.length === 1;
  const shown = doubts
    .slice(0, MOST_WARNINGS)
    .map(({ from, to, doubt }) =>
      whole
        ? t("doubt-whole", { reason: t(`doubt-${doubt}`) })
        : t("doubt-part", { from: clockTime(from), to: clockTime(to), reason: t(`doubt-${doubt}`) }),
    );
  const more = doubts.length - shown.length;
  return [
    ...(coverage !== null && coverage < WHOLE_COVERAGE
      ? [t("coverage", { percent: Math.floor(coverage * 100) })]
      : []),
    ...shown,
    ...(more > 0 ? [t("doubts-more", { count: more })] : []),
  ];
}

/** Neighbouring passages that are doubted for the same reason are one stretch. */
function doubtedStretches(passages: readonly Passage[]) {
  const stretches: { from: number; to: number; doubt: string }[] = [];
  let previous: string | undefined;
  for (const passage of passages) {
    const doubt = passage.gap ? undefined : passage.doubt;
    const last = stretches.at(-1);
    if (doubt && doubt === previous && last) last.to = passage.to;
    else if (doubt) stretches.push({ from: passage.from, to: passage.to, doubt });
    previous = doubt;
  }
  return stretches;
}
