/** What was said between two times, in seconds. */
export interface TimedText {
  start: number;
  end: number;
  text: string;
  /** Who said it; a turn by another speaker begins a new cue. */
  speaker?: string;
}

/** One subtitle: at most two lines. Times are whole milliseconds. */
export interface Cue {
  startMs: number;
  endMs: number;
  lines: string[];
}

/** Netflix and BBC guidelines agree: 42 characters a line, two lines, one to seven seconds. */
export const LINE_CHARACTERS = 42;
export const CUE_LINES = 2;
export const MIN_CUE_MS = 1000;
export const MAX_CUE_MS = 7000;

/** A word with the milliseconds it is spoken in. */
interface Word {
  text: string;
  startMs: number;
  endMs: number;
}

/**
 * Turns timed text into cues: readable lines, times in order and without overlap. Text that is timed as a whole is spread
 * over its words by their length. Words longer than a line are broken. A cue lasts 1–7 s; where short turns crowd, cues come up
 * to a second late and may be shorter.
 */
export function makeCues(segments: readonly TimedText[]): Cue[] {
  const spoken: TimedText[] = segments
    .map(({ start, end, text, speaker }) => ({
      start,
      end,
      text: plainText(text),
      ...(speaker && { speaker: plainText(speaker) }),
    }))
    .filter(({ text, start, end }) => text !== "" && Number.isFinite(start) && Number.isFinite(end))
    .sort((a, b) => a.start - b.start);
  const cues = speechRuns(spoken)
    .flatMap(groupWords)
    .map((words) => ({
      startMs: words[0]?.startMs ?? 0,
      endMs: words.at(-1)?.endMs ?? 0,
      lines: breakLines(words.map(({ text }) => text)),
    }));
  return settleTimes(cues);
}

/** A longer silence ends a cue. */
const RUN_GAP_MS = 1000;

/** Joins what one speaker says without a pause, so that single timed words become cues as well as paragraphs do. */
function speechRuns(segments: readonly TimedText[]): Word[][] {
  const runs: Word[][] = [];
  let speaker: string | undefined;
  for (const segment of segments) {
    const isTurn = runs.length > 0 && segment.speaker !== speaker;
    const label = segment.speaker && (isTurn || runs.length === 0) ? `${segment.speaker}: ` : "";
    speaker = segment.speaker;
    const startMs = Math.max(0, Math.round(segment.start * 1000));
    const words = timeWords(label + segment.text, startMs, Math.max(startMs, Math.round(segment.end * 1000)));
    const last = runs.at(-1);
    if (last && !isTurn && startMs - (last.at(-1)?.endMs ?? 0) <= RUN_GAP_MS) last.push(...words);
    else runs.push(words);
  }
  return runs;
}

/** SubRip: numbered cues, times with a comma. */
export function renderSrt(cues: readonly Cue[]): string {
  return cues
    .map(
      ({ startMs, endMs, lines }, i) =>
        `${i + 1}\n${clock(startMs, ",")} --> ${clock(endMs, ",")}\n${lines.join("\n")}\n`,
    )
    .join("\n");
}

/** WebVTT (W3C): a header, times with a point, and `&`, `<`, `>` written as entities. `note` becomes a comment. */
export function renderVtt(cues: readonly Cue[], note?: string): string {
  const asText = (line: string) =>
    line.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
  const head = note ? `WEBVTT\n\nNOTE ${plainText(note).replaceAll("-->", "→")}\n` : "WEBVTT\n";
  const body = cues.map(
    ({ startMs, endMs, lines }) =>
      `${clock(startMs, ".")} --> ${clock(endMs, ".")}\n${lines.map(asText).join("\n")}\n`,
  );
  return [head, ...body].join("\n");
}

/** One line of text: control characters and line breaks become spaces; an arrow would end a cue's head. */
function plainText(text: string): string {
  return text
    .replaceAll("-->", "→")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
}

/** Spreads the time over the words by their length. */
function timeWords(text: string, startMs: number, endMs: number): Word[] {
  const pieces = text.split(" ").flatMap(breakWord);
  const weights = pieces.map((piece) => countCharacters(piece) + 1);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let passed = 0;
  return pieces.map((piece, i) => {
    const from = startMs + ((endMs - startMs) * passed) / total;
    passed += weights[i] ?? 0;
    const to = startMs + ((endMs - startMs) * passed) / total;
    return { text: piece, startMs: Math.round(from), endMs: Math.round(to) };
  });
}

/** Splits what fits on no line. Letters with their accents, and emoji of several code points, stay whole. */
function breakWord(word: string): string[] {
  if (countCharacters(word) <= LINE_CHARACTERS) return [word];
  const pieces: string[] = [];
  let piece = "";
  const graphemes = [...new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(word)];
  for (const segment of graphemes.flatMap((part) =>
    part.segment.length > LINE_CHARACTERS ? [...part.segment] : [part.segment],
  )) {
    if (piece !== "" && countCharacters(piece) + countCharacters(segment) > LINE_CHARACTERS) {
      pieces.push(piece);
      piece = "";
    }
    piece += segment;
  }
  return [...pieces, piece];
}

/** Code points, as subtitle tools count them. */
function countCharacters(text: string): number {
  return [...text].length;
}

/** Ends a cue when its text would need a third line or its time runs out, at the end of a sentence when one is near. */
function groupWords(words: readonly Word[]): Word[][] {
  const groups: Word[][] = [];
  let rest = words;
  while (rest.length > 0) {
    const count = longestFit(rest);
    let taken = count === rest.length ? count : nicestEnd(rest, count);
    const tail = rest.slice(taken);
    // A last word or two are not worth a cue of their own: both halves then last.
    if (tail.length > 0 && (tail.at(-1)?.endMs ?? 0) - (tail[0]?.startMs ?? 0) < MIN_CUE_MS)
      taken = Math.min(taken, Math.ceil(rest.length / 2));
    groups.push(rest.slice(0, taken));
    rest = rest.slice(taken);
  }
  return groups;
}

function longestFit(words: readonly Word[]): number {
  const startMs = words[0]?.startMs ?? 0;
  let lines = 1;
  let column = 0;
  let count = 0;
  for (const { text, endMs } of words) {
    const length = countCharacters(text);
    if (column > 0 && column + 1 + length > LINE_CHARACTERS) {
      lines += 1;
      column = 0;
    }
    column += (column > 0 ? 1 : 0) + length;
    if (count > 0 && (lines > CUE_LINES || endMs - startMs > MAX_CUE_MS)) return count;
    count += 1;
  }
  return count;
}

/** The last word of at least half of what fits after which a sentence, or else a clause, ends. */
function nicestEnd(words: readonly Word[], most: number): number {
  for (const ending of [/[.!?…]["»”)]?$/u, /[,;:—]["»”)]?$/u]) {
    for (let count = most; count > most / 2; count -= 1) {
      if (ending.test(words[count - 1]?.text ?? "")) return count;
    }
  }
  return most;
}

/** One line when it fits, otherwise two of nearly the same length. */
function breakLines(words: readonly string[]): string[] {
  const whole = words.join(" ");
  if (countCharacters(whole) <= LINE_CHARACTERS) return [whole];
  let best: { lines: string[]; longest: number } | null = null;
  for (let at = 1; at < words.length; at += 1) {
    const lines = [words.slice(0, at).join(" "), words.slice(at).join(" ")];
    const longest = Math.max(...lines.map(countCharacters));
    if (longest <= LINE_CHARACTERS && (!best || longest < best.longest)) best = { lines, longest };
  }
  return best?.lines ?? [whole];
}

/** How late a cue may come so that the one before it can be read. */
const MAX_LATE_MS = 500;
/** Where turns crowd, each is seen at least this long. */
const CROWDED_CUE_MS = 300;

/** Puts times in order, lets short cues last as long as the next one allows, and ends those that would stay too long. */
function settleTimes(cues: readonly Cue[]): Cue[] {
  let earliest = 0;
  return cues.map((cue, i) => {
    const startMs = Math.max(cue.startMs, earliest);
    const next = cues[i + 1]?.startMs ?? Number.POSITIVE_INFINITY;
    const wished = Math.min(Math.max(cue.endMs, startMs + MIN_CUE_MS), startMs + MAX_CUE_MS);
    const least = startMs - cue.startMs <= MAX_LATE_MS ? MIN_CUE_MS : CROWDED_CUE_MS;
    earliest = Math.max(Math.min(wished, next), startMs + least);
    return { ...cue, startMs, endMs: earliest };
  });
}

/** 01:02:03,456; hours grow past 99. */
function clock(milliseconds: number, separator: "," | "."): string {
  const two = (value: number) => String(Math.floor(value)).padStart(2, "0");
  const seconds = Math.floor(milliseconds / 1000);
  const rest = String(milliseconds % 1000).padStart(3, "0");
  return `${two(seconds / 3600)}:${two((seconds / 60) % 60)}:${two(seconds % 60)}${separator}${rest}`;
}
