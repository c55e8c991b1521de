import type { Segment } from "../transcripts/heard.ts";

/** A feature film has about 1,500 subtitles; a day of speech fits in well. */
const MOST_CUES = 20_000;

const CLOCK = String.raw`(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})[.,](\d{1,3})`;
const TIMING = new RegExp(String.raw`^\s*${CLOCK}\s*-->\s*${CLOCK}`);

/** The subtitles in a text: SRT, or WebVTT (W3C, "WebVTT: The Web Video Text Tracks Format"). Null when it holds none. */
export function readSubtitles(text: string): { kind: "srt" | "vtt"; cues: Segment[] } | null {
  const lines = text.split("\n");
  const kind = /^WEBVTT(?=\s|$)/.test(lines[0] ?? "") ? "vtt" : "srt";
  if (kind === "srt" && !startsLikeSrt(lines)) return null;
  const cues: Segment[] = [];
  for (let i = 0; i < lines.length && cues.length < MOST_CUES; i++) {
    const times = TIMING.exec(lines[i] ?? "");
    if (!times) continue;
    const words: string[] = [];
    while (i + 1 < lines.length && lines[i + 1]?.trim() && !TIMING.test(lines[i + 1] ?? ""))
      words.push(lines[++i] ?? "");
    // Without an empty line in between, what was read last is the next one's number.
    if (TIMING.test(lines[i + 1] ?? "") && /^\d+$/.test(words.at(-1)?.trim() ?? "")) words.pop();
    const cue = readCue(words.join("\n"), kind);
    const [from, to] = [secondsOf(times.slice(1, 5)), secondsOf(times.slice(5, 9))];
    if (cue.text) cues.push({ from, to: Math.max(from, to), ...cue });
  }
  return cues.length > 0 ? { kind, cues: cues.sort((a, b) => a.from - b.from) } : null;
}

/** An SRT file begins with a number and a timing; some leave the number out. */
function startsLikeSrt(lines: readonly string[]): boolean {
  const [first = "", second = ""] = lines.slice(0, 40).filter((line) => line.trim() !== "");
  return TIMING.test(first) || (/^\d+$/.test(first.trim()) && TIMING.test(second));
}

const secondsOf = ([hours, minutes, seconds, fraction]: (string | undefined)[]): number =>
  Number(hours ?? 0) * 3600 +
  Number(minutes ?? 0) * 60 +
  Number(seconds ?? 0) +
  Number((fraction ?? "0").padEnd(3, "0")) / 1000;

/** The words of a cue without their styling; WebVTT says in `<v Name>` who speaks. */
function readCue(raw: string, kind: "srt" | "vtt"): { text: string; speaker?: string } {
  const voice = kind === "vtt" ? /<v(?:\.[^\s>]*)?\s+([^>]{1,200})>/.exec(raw)?.[1]?.trim() : undefined;
  const text = raw
    .replace(/\{\\[^}]{0,200}\}/g, "")
    .replace(/<\/?[a-z][^<>]{0,200}>|<[\d:.]+>/gi, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&nbsp;", " ")
    .replaceAll("&amp;", "&")
    .trim();
  return voice ? { text, speaker: voice } : { text };
}
