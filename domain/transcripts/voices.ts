import type { Segment } from "./heard.ts";

/** A voice of the later part is taken for one of the earlier when both heard it together for this long, in seconds. */
const SHARED_SECONDS = 0.5;

/**
 * Gives the voices of neighbouring parts common labels, "1", "2"… in the order of their first words: each part labels
 * its voices for itself, and those that speak in what both heard are known again by their times. `parts`: the segments
 * of each part with the recording's own times. Labels are changed in place.
 */
export function labelVoices(parts: readonly (readonly Segment[])[]): void {
  let count = 0;
  let earlier: readonly Segment[] = [];
  for (const part of parts) {
    const labels = knownVoices(earlier, part);
    for (const segment of part) {
      if (segment.speaker === undefined) continue;
      const label = labels.get(segment.speaker) ?? String(++count);
      labels.set(segment.speaker, label);
      segment.speaker = label;
    }
    earlier = part;
  }
}

/** Pairs of voices that spoke at the same moments, the longest togetherness first, each voice once. */
function knownVoices(earlier: readonly Segment[], later: readonly Segment[]): Map<string, string> {
  const together = new Map<string, number>();
  for (const left of earlier)
    for (const right of later) {
      const shared = Math.min(left.to, right.to) - Math.max(left.from, right.from);
      if (shared <= 0 || left.speaker === undefined || right.speaker === undefined) continue;
      const pair = `${left.speaker}\n${right.speaker}`;
      together.set(pair, (together.get(pair) ?? 0) + shared);
    }
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  for (const [pair, seconds] of [...together].sort(([, a], [, b]) => b - a)) {
    const [label = "", voice = ""] = pair.split("\n");
    if (seconds < SHARED_SECONDS || labels.has(voice) || taken.has(label)) continue;
    labels.set(voice, label);
    taken.add(label);
  }
  return labels;
}

/** The voices of a transcript in the order of their first words, each with the beginning of its longest stretch. */
export function listVoices(segments: readonly Segment[]): { label: string; words: string }[] {
  const longest = new Map<string, string>();
  for (const { speaker, text } of segments)
    if (speaker !== undefined && text.length > (longest.get(speaker)?.length ?? -1))
      longest.set(speaker, text);
  return [...longest].map(([label, words]) => ({ label, words }));
}

/**
 * The names of voices after their recording was heard anew, when labels may stand for others: a voice keeps the name
 * under which most of its time was before, and where that was nobody's it has none. Null when no name is left.
 */
export function carryNames(
  before: readonly Segment[],
  names: Readonly<Record<string, string>>,
  after: readonly Segment[],
): Record<string, string> | null {
  const carried: Record<string, string> = {};
  for (const [label, segments] of Map.groupBy(after, ({ speaker }) => speaker)) {
    if (label === undefined) continue;
    const seconds = new Map<string, number>();
    for (const now of segments)
      for (const { from, to, speaker } of before) {
        const shared = Math.min(to, now.to) - Math.max(from, now.from);
        if (shared <= 0 || speaker === undefined) continue;
        const name = names[speaker] ?? "";
        seconds.set(name, (seconds.get(name) ?? 0) + shared);
      }
    const [[name] = [""]] = [...seconds].sort(([, a], [, b]) => b - a);
    if (name !== "") carried[label] = name;
  }
  return Object.keys(carried).length > 0 ? carried : null;
}
