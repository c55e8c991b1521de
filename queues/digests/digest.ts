import { ceilingReached, priceOfDigest, readStanding, tariffOf } from "../../domain/billing/index.ts";
import {
  advanceDigest,
  beginDigest,
  type DigestRow,
  findDigest,
  layOutLevel,
  linesFor,
  listDigestParts,
  noteDigest,
  partEvenly,
  type Stretch,
  sizeOf,
  sourceOf,
  type WholeDigest,
} from "../../domain/digests/index.ts";
import type { NewJob, TakenJob } from "../../domain/jobs/index.ts";
import { markUnreachable } from "../../domain/users/index.ts";
import { Refused, Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { digestStatus, digestStopped } from "../../views/digests/status.ts";
import { translator } from "../../views/translate.ts";
import { alertAdmins } from "../alert.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { fail, patienceSeconds } from "./fail.ts";

/** What is written anew is as long as what is read, and has to fit into one answer: a third of the window at once. */
const TEXT_SHARE = 3;

/** Begins a digest: who may, in how many parts, and the message that says so. On a retry only what is missing is written. */
export const digest: Step<"transcription.digest"> = {
  async run(ports, job): Promise<Outcome> {
    const { db, env, clock, writing } = ports;
    const found = await findDigest(db, job.payload.digestId);
    if (!found) return skip("no such digest");
    const { digest: row, owner } = found;
    if (row.state !== "waiting") return skip(`already ${row.state}`);
    if (writing.model === null) throw new Refused("writing-off");
    const lines = linesFor(
      row,
      found.transcripts.map((transcript) => sourceOf(transcript, owner)),
    );
    if (lines.length === 0) throw new Refused("digest-empty");
    const tariff = tariffOf(env);
    const { parts } = await listDigestParts(db, row.id);
    const stretches = parts.length > 0 ? null : partEvenly(lines.map(sizeOf), windowFor(row, ports));
    const calls = stretches
      ? callsFor(row, stretches)
      : parts.filter(({ state }) => state !== "written").length;
    const standing = await readStanding(
      db,
      { userId: owner.id, chatId: row.chatId, feature: "digest" },
      clock.now(),
    );
    if (standing.worksToday >= tariff.digestsPerDay) throw new Refused("digest-limit");
    const ceiling = ceilingReached(standing, priceOfDigest(tariff, calls), tariff);
    if (ceiling) return refuse(ports, job, ceiling);
    const statusMessageId = await announce(ports, found);
    if (statusMessageId === "unreachable")
      return {
        did: "nobody to write for",
        changes: [
          advanceDigest(db, row.id, "cancelled", {}, clock.now()),
          markUnreachable(db, owner.telegramId, clock.now()),
        ],
      };
    return {
      did: stretches ? `writes in ${stretches.length} parts` : `goes on with ${calls} parts`,
      changes: [
        advanceDigest(db, row.id, "writing", { statusMessageId, statusEditedAt: clock.now() }, clock.now()),
        beginDigest(db, row, calls, tariff, clock.now()),
        ...(stretches ? [layOutLevel(db, row.id, 0, stretches)] : []),
        noteDigest(db, row.id, { statusMessageId }),
      ],
      next: stretches
        ? stretches.map((stretch, position) => partJob(row, { level: 0, position }, stretch))
        : resume(row, parts),
      // Somebody may have stopped it while the message that says so was on its way.
      async afterwards([begun]) {
        if ((begun as unknown[]).length === 0)
          await ports.telegram.edit(row.chatId, statusMessageId, digestStopped(translator(owner.locale)));
      },
    };
  },
  giveUp: fail,
  patienceSeconds,
};

/** As many characters as one part of this kind reads. */
export const windowFor = ({ kind }: Pick<DigestRow, "kind">, { writing }: Pick<Ports, "writing">): number =>
  kind === "clean" || kind === "translation"
    ? Math.floor(writing.windowCharacters / TEXT_SHARE)
    : writing.windowCharacters;

/** Calls of the vendor: one for each part, and one for what stands above several. */
const callsFor = ({ kind }: DigestRow, { length }: readonly Stretch[]): number =>
  length + (length > 1 && (kind === "summary" || kind === "own") ? 1 : 0);

export const partJob = (
  { id, run }: Pick<DigestRow, "id" | "run">,
  { level, position }: { level: number; position: number },
  { from, to }: Stretch,
): NewJob => ({
  kind: "transcription.digest-part",
  payload: { digestId: id, level, position },
  key: `digest-part:${id}:${run}:${level}:${position}:${from}-${to}`,
});

export const joinJob = ({ id, run }: Pick<DigestRow, "id" | "run">, level: number): NewJob => ({
  kind: "transcription.digest-join",
  payload: { digestId: id, level },
  key: `digest-join:${id}:${run}:${level}`,
});

type Parts = Awaited<ReturnType<typeof listDigestParts>>["parts"];

/** What is still to be written of the highest level; where nothing is, only the join. */
function resume(row: DigestRow, parts: Parts): NewJob[] {
  const level = Math.max(...parts.map((part) => part.level));
  const open = parts.filter((part) => part.level === level && part.state !== "written");
  return open.length > 0
    ? open.map((part) => partJob(row, part, part.plan as Stretch))
    : [joinJob(row, level)];
}

/** Says in the chat that it is being written; a message that says so already is used again. */
async function announce(
  { telegram }: Pick<Ports, "telegram">,
  { digest: row, owner }: WholeDigest,
): Promise<number | "unreachable"> {
  const view = digestStatus(row, { written: 0, all: 1 }, translator(owner.locale));
  try {
    if (row.statusMessageId !== null && (await telegram.editText(row.chatId, row.statusMessageId, view)))
      return row.statusMessageId;
    const replyTo = row.replyTo ?? undefined;
    return await telegram.send({ chatId: row.chatId, replyTo, silent: true }, view);
  } catch (error) {
    if (error instanceof Unreachable) return "unreachable";
    throw error;
  }
}

async function refuse(ports: Ports, job: TakenJob<"transcription.digest">, reason: string): Promise<Outcome> {
  const failed = await fail(ports, job, reason);
  if (reason !== "ceiling-house") return failed;
  ports.log.error("ceiling.reached", { ceiling: reason });
  return { ...failed, next: [...(failed.next ?? []), ...alertAdmins(ports, "alert-ceiling")] };
}
