import {
  advanceDigest,
  type Digest,
  type DigestPart,
  findDigest,
  gatherParts,
  givesPoints,
  keepTodos,
  layOutLevel,
  listDigestParts,
  type PartResult,
  partEvenly,
  sizeOf,
  type WholeDigest,
} from "../../domain/digests/index.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { partJob, windowFor } from "./digest.ts";
import { fail, patienceSeconds } from "./fail.ts";
import { pointsBelow } from "./part.ts";

/** Points shrink to a quarter on each level: this is more words than anybody has said. */
const HIGHEST_LEVEL = 6;

/** Once a level is written: lays out the one above it, or makes one digest of all parts. */
export const digestJoin: Step<"transcription.digest-join"> = {
  async run(ports, job): Promise<Outcome> {
    const { db } = ports;
    const { digestId, level } = job.payload;
    const [found, { parts }] = await Promise.all([findDigest(db, digestId), listDigestParts(db, digestId)]);
    if (!found) return skip("no such digest");
    if (found.digest.state !== "writing") return skip(`already ${found.digest.state}`);
    const here = parts.filter((part) => part.level === level);
    if (here.some(({ state }) => state !== "written")) return skip("not all of it is written");
    return needsLevelAbove(found, parts, level)
      ? layOutAbove(ports, found, parts, level)
      : finish(ports, found, parts);
  },
  giveUp: fail,
  patienceSeconds,
};

function needsLevelAbove(
  { digest: { kind } }: WholeDigest,
  parts: readonly DigestPart[],
  level: number,
): boolean {
  const several = parts.filter((part) => part.level === level).length > 1;
  return (
    several &&
    (kind === "summary" || kind === "own") &&
    level < HIGHEST_LEVEL &&
    pointsBelow(parts, level + 1).length > 0
  );
}

function layOutAbove(
  ports: Ports,
  { digest: row }: WholeDigest,
  parts: readonly DigestPart[],
  level: number,
): Outcome {
  const stretches = partEvenly(pointsBelow(parts, level + 1).map(sizeOf), windowFor(row, ports));
  return {
    did: `goes on with ${stretches.length} parts of level ${level + 1}`,
    changes: [layOutLevel(ports.db, row.id, level + 1, stretches)],
    next: stretches.map((stretch, position) => partJob(row, { level: level + 1, position }, stretch)),
  };
}

function finish({ db, clock }: Ports, found: WholeDigest, parts: readonly DigestPart[]): Outcome {
  const { digest: row } = found;
  const result = resultOf(found, parts);
  return {
    did: "text" in result ? `${result.text.length} characters` : `${result.groups.length} groups`,
    changes: [
      advanceDigest(db, row.id, "written", { result }, clock.now()),
      ...(row.kind === "todo" ? keepTodos(db, found, result, clock.now()) : []),
    ],
    next: [
      {
        kind: "transcription.digest-deliver",
        payload: { digestId: row.id },
        key: `digest-deliver:${row.id}:${row.run}`,
      },
    ],
  };
}

function resultOf({ digest: { kind } }: WholeDigest, parts: readonly DigestPart[]): Digest {
  const top = Math.max(...parts.map(({ level }) => level));
  const results = (level: number) =>
    parts.filter((part) => part.level === level).map(({ result }) => result as PartResult);
  // A text that was made of points is all there is; points without one above them are themselves the answer.
  if (!givesPoints(kind) && top > 0) return gatherParts(kind, results(top));
  const above = top > 0 ? results(top) : [];
  const overview = above.flatMap((part) => ("points" in part ? part.points.map(({ point }) => point) : []));
  return gatherParts(kind, results(0), overview);
}
