import {
  claimDigestEdit,
  closeDigestPart,
  countDigestParts,
  type DigestPart,
  failDigest,
  failDigestPart,
  findDigest,
  levelIsWritten,
  linesFor,
  listDigestParts,
  type Order,
  type PartResult,
  type Stretch,
  sourceOf,
  splitDigestPart,
  type WholeDigest,
  writeLines,
  writePoints,
} from "../../domain/digests/index.ts";
import { Refused } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { digestStatus } from "../../views/digests/status.ts";
import { clockTime } from "../../views/transcript.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { atVendorsPace } from "../transcription/pace.ts";
import { joinJob, partJob } from "./digest.ts";
import { patienceSeconds } from "./fail.ts";
import { Stopped, watchWriting } from "./watch.ts";

/** Has one part written. The last part of a level to close, whatever its place, owes the join. */
export const digestPart: Step<"transcription.digest-part"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, writing } = ports;
    const { digestId, level, position } = job.payload;
    const [found, { parts, pauses }] = await Promise.all([
      findDigest(db, digestId),
      listDigestParts(db, digestId),
    ]);
    const part = parts.find((one) => one.level === level && one.position === position);
    if (!found || !part) return skip("no such part");
    if (found.digest.state !== "writing") return skip(`already ${found.digest.state}`);
    if (part.state !== "waiting") return skip(`part already ${part.state}`);
    const alone = parts.filter((one) => one.level === level).length === 1;
    const order: Order = { ...found.digest, alone };
    const { from, to } = part.plan as Stretch;
    const watch = watchWriting(ports, found, alone);
    try {
      const written = await atVendorsPace(ports, "writing", pauses, () => {
        if (level > 0) {
          const points = pointsBelow(parts, level).slice(from, to);
          return writePoints(
            writing,
            order,
            points,
            ({ at }) => (at === null ? "" : `[${clockTime(at)}] `),
            watch,
          );
        }
        const sources = found.transcripts.map((transcript) => sourceOf(transcript, found.owner));
        return writeLines(writing, order, linesFor(found.digest, sources).slice(from, to), sources, watch);
      });
      return close(ports, found, part, written);
    } catch (error) {
      if (error instanceof Stopped) return skip("stopped");
      if (error instanceof Refused && TOO_LONG.has(error.reason) && to - from > 1)
        return split(ports, found, part, parts);
      throw error;
    } finally {
      await watch.settled();
    }
  },
  async giveUp({ db, clock }, job, reason) {
    const { digestId } = job.payload;
    const found = await findDigest(db, digestId);
    if (found?.digest.state !== "writing") return skip("not being written");
    return {
      did: `part failed: ${reason}`,
      changes: [
        failDigestPart(db, job.payload, reason, clock.now()),
        ...failDigest(db, found.digest, reason, clock.now()),
      ],
      next: [
        {
          kind: "transcription.digest-explain",
          payload: { digestId },
          key: `digest-explain:${digestId}:${found.digest.run}`,
        },
      ],
    };
  },
  async onWait({ db, telegram }, job) {
    const found = await findDigest(db, job.payload.digestId);
    if (found?.digest.state !== "writing" || found.digest.statusMessageId === null) return;
    const { digest: row, owner } = found;
    await telegram.edit(
      row.chatId,
      row.statusMessageId ?? 0,
      digestStatus(row, "waiting", translator(owner.locale)),
    );
  },
  patienceSeconds,
};

/** A part that is too long for the model, or whose answer is, is written in two. */
const TOO_LONG = new Set(["writing-too-long", "writing-cut"]);

/** The points of the level below, in their order. */
export const pointsBelow = (parts: readonly DigestPart[], level: number) =>
  parts
    .filter((part) => part.level === level - 1)
    .flatMap(({ result }) => {
      const written = result as PartResult | null;
      return written && "points" in written ? written.points.map(({ point }) => point) : [];
    });

function close(
  ports: Ports,
  found: WholeDigest,
  part: DigestPart,
  { result, spent }: Awaited<ReturnType<typeof writeLines>>,
): Outcome {
  const { db, clock } = ports;
  const { digest: row } = found;
  return {
    did:
      "text" in result
        ? `wrote ${result.text.length} characters`
        : `wrote ${result.points.length} points, dropped ${result.dropped}`,
    changes: [
      ...closeDigestPart(db, part, result, spent, clock.now()),
      countDigestParts(db, row.id),
      claimDigestEdit(db, row.id, clock.now()),
    ],
    next: [{ ...joinJob(row, part.level), when: levelIsWritten(row.id, part.level) }],
    async afterwards(rows) {
      const [counted, claimed] = rows.slice(-2) as [[{ written: number; all: number }], unknown];
      const [at] = counted;
      if (at.written < at.all) await showStatus(ports, found, claimed, at);
    },
  };
}

function split(
  { db }: Ports,
  { digest: row }: WholeDigest,
  part: DigestPart,
  parts: readonly DigestPart[],
): Outcome {
  const { from, to } = part.plan as Stretch;
  const middle = Math.floor((from + to) / 2);
  const halves = [
    { from, to: middle },
    { from: middle, to },
  ] as const;
  const position =
    Math.max(...parts.filter(({ level }) => level === part.level).map((one) => one.position)) + 1;
  return {
    did: "too long: parted in two",
    changes: splitDigestPart(db, part, halves, position),
    next: [partJob(row, part, halves[0]), partJob(row, { level: part.level, position }, halves[1])],
  };
}

async function showStatus(
  { telegram }: Pick<Ports, "telegram">,
  { digest: row, owner }: WholeDigest,
  claimed: unknown,
  at: Parameters<typeof digestStatus>[1],
): Promise<void> {
  const [granted] = claimed as { statusMessageId: number | null }[];
  if (!granted?.statusMessageId) return;
  await telegram.edit(row.chatId, granted.statusMessageId, digestStatus(row, at, translator(owner.locale)));
}
