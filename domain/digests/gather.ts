import type { Digest, DigestKind, Group, GroupName, Task, TextNote } from "./digest.ts";
import { GROUPS } from "./digest.ts";

/** What was written about one stretch. */
export type PartResult =
  | { title: string | null; points: { of: GroupName; point: Task }[]; dropped: number }
  | { text: string; notes: TextNote[] };

/** Makes one digest of its parts, in their order. `overview`: what stands above the parts, if there are several. */
export function gatherParts(
  kind: DigestKind,
  parts: readonly PartResult[],
  overview: readonly Task[] = [],
): Digest {
  const texts = parts.flatMap((part) => ("text" in part ? [part] : []));
  if (texts.length > 0)
    return {
      text: texts.map(({ text }) => text.trim()).join("\n\n"),
      notes: [...new Set(texts.flatMap(({ notes }) => notes))],
    };
  const sections = parts.flatMap((part) => ("text" in part ? [] : [part]));
  const groups: Group[] = overview.length > 0 ? [{ of: "overview", title: null, points: [...overview] }] : [];
  if (kind === "summary")
    for (const { title, points } of sections)
      groups.push({ of: "points", title, points: oncePerQuote(points.map(({ point }) => point)) });
  else
    for (const of of GROUPS)
      groups.push({
        of,
        title: of === "points" ? (sections.find(({ title }) => title)?.title ?? null) : null,
        points: oncePerQuote(
          sections.flatMap(({ points }) => points.filter((one) => one.of === of).map(({ point }) => point)),
        ),
      });
  return {
    groups: groups.filter(({ points }) => points.length > 0),
    dropped: sections.reduce((sum, { dropped }) => sum + dropped, 0),
  };
}

/** The same sentence, or the same words at the same moment, is one point. */
function oncePerQuote(points: readonly Task[]): Task[] {
  const kept = new Map<string, Task>();
  for (const point of points) {
    const text = point.text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
    const key = [...kept].find(
      ([known, other]) =>
        known === text ||
        (other.quote === point.quote && other.source === point.source && other.at === point.at),
    )?.[0];
    const known = key === undefined ? undefined : kept.get(key);
    // What one mention leaves open the other may say.
    if (key !== undefined && known) kept.set(key, { ...point, ...known });
    else kept.set(text, point);
  }
  return [...kept.values()];
}
