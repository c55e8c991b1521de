import type { Writing, Written } from "../../ports/writing/index.ts";
import { addsLures, indexWords, type Line, splitWords, withoutLures } from "../quotes/index.ts";
import { briefOfLines, briefOfPoints, type Order } from "./briefs.ts";
import { type Claim, readClaims, readClaimsSoFar, readOverview } from "./claims.ts";
import { givesPoints, type Task } from "./digest.ts";
import type { PartResult } from "./gather.ts";
import type { Source } from "./lines.ts";
import { prove } from "./prove.ts";
import { compareTexts, compareTranslation } from "./texts.ts";

/** What can be shown while the rest is being written: proven points, or the beginning of a text. */
export type SoFar = { points: Task[] } | { text: string };

interface Watch {
  /** Called with every piece that comes; reading what there is so far is work, to be done only when it is shown. */
  onSoFar?: (read: () => SoFar) => unknown;
  signal?: AbortSignal;
}

export type Spent = Pick<Written, "model" | "inputTokens" | "outputTokens">;

/** Has one stretch of the transcripts written about, and proves what comes back. Throws as Writing does. */
export async function writeLines(
  writing: Pick<Writing, "write">,
  order: Order,
  lines: readonly Line[],
  sources: readonly Source[],
  { onSoFar, signal }: Watch = {},
): Promise<{ result: PartResult; spent: Spent }> {
  const index = indexWords(lines);
  const proven = (claim: Claim) => prove(claim, index, sources, order.language);
  const asPoints = givesPoints(order.kind) || (order.kind === "own" && !order.alone);
  const said = lines.map(({ text }) => text).join("\n");
  const written = await writing.write({
    ...briefOfLines(order, lines, sources),
    ...(signal && { signal }),
    ...(onSoFar && {
      onText: (text: string) =>
        onSoFar(() =>
          asPoints
            ? { points: readClaimsSoFar(text).flatMap((claim) => proven(claim) ?? []) }
            : { text: withoutLures(text, said) },
        ),
    }),
  });
  if (asPoints) {
    const { title, claims } = readClaims(written.json);
    const points = claims.flatMap((claim) => {
      const point = proven(claim);
      return point ? [{ of: claim.of, point }] : [];
    });
    return {
      result: {
        title: provenTitle(
          title,
          points.map(({ point }) => point),
          said,
        ),
        points,
        dropped: claims.length - points.length,
      },
      spent: written,
    };
  }
  const text = withoutLures(written.text.trim(), `${said}\n${order.instruction ?? ""}`);
  const compare =
    order.kind === "clean" ? compareTexts : order.kind === "translation" ? compareTranslation : () => [];
  return { result: { text, notes: compare(text, said) }, spent: written };
}

/** Has points of the level below written about: what matters most of them, or the owner's own text. Throws as Writing does. */
export async function writePoints(
  writing: Pick<Writing, "write">,
  order: Order,
  points: readonly Task[],
  timeOf: (point: Task) => string,
  { onSoFar, signal }: Watch = {},
): Promise<{ result: PartResult; spent: Spent }> {
  const asText = order.kind === "own" && order.alone;
  const known = points.map(({ text, quote }) => `${text} ${quote}`).join("\n");
  const written = await writing.write({
    ...briefOfPoints(order, points, timeOf),
    ...(signal && { signal }),
    ...(asText &&
      onSoFar && { onText: (text: string) => onSoFar(() => ({ text: withoutLures(text, known) })) }),
  });
  if (asText)
    return {
      result: { text: withoutLures(written.text.trim(), `${known}\n${order.instruction ?? ""}`), notes: [] },
      spent: written,
    };
  const claims = readOverview(written.json);
  const kept = claims.flatMap(({ text, rests }) => {
    // A sentence that rests on no point rests on nothing that was said.
    const rest = rests.map((n) => points[n - 1]).find((point) => point !== undefined);
    if (!rest || withoutLures(text, known) !== text) return [];
    const { owner: _owner, due: _due, doubt: _doubt, ...proof } = rest;
    return [{ of: "overview" as const, point: { ...proof, text } }];
  });
  return { result: { title: null, points: kept, dropped: claims.length - kept.length }, spent: written };
}

const LONGEST_TITLE = 120;

/** A title has no quote of its own: it stays where it speaks of what its points speak of. */
function provenTitle(title: string | null, points: readonly Task[], said: string): string | null {
  if (title === null || addsLures(title, said)) return null;
  const rootsOf = (text: string) =>
    [...splitWords(text)].filter(({ norm }) => norm.length >= 4).map(({ norm }) => norm.slice(0, 4));
  const known = new Set(points.flatMap(({ text, quote }) => rootsOf(`${text} ${quote}`)));
  return rootsOf(title).some((root) => known.has(root)) ? title.slice(0, LONGEST_TITLE) : null;
}
