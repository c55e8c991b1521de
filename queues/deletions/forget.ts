import {
  countAll,
  type Deletion,
  findDeletion,
  fingerprintOf,
  forgetPerson,
  listNamedKeys,
  listOld,
  listVendorRequests,
  noteDeletion,
  type Receipt,
  removeOld,
  stopEverything,
} from "../../domain/deletions/index.ts";
import type { TakenJob } from "../../domain/jobs/index.ts";
import { findUserById, type User } from "../../domain/users/index.ts";
import { secondsLater } from "../../ports/clock.ts";
import { Unreachable } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { receiptFile } from "../../views/deletions/receipt.ts";
import { translator } from "../../views/translate.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { BUCKETS, ownedObjects, removeOwned } from "./owned.ts";

/** A deletion is carried out, however long the storage is away. */
const PATIENCE_SECONDS = 30 * 86_400;

/** Recordings, or objects, of one invocation: some seconds of work, well within a job's lease. */
const RECORDINGS = 25;
const OBJECTS = 400;

/** FAL drops files a week after a request, and what was asked and answered after 30 days (ports/fal, X-Fal-Object-Lifecycle-Preference; its storage of payloads). */
const FAL_KEEPS_DAYS = 30;

type Job = TakenJob<"transcription.forget">;

/**
 * Carries a deletion out, stage by stage, each committed before the next begins: stop what is under way and take stock;
 * remove the objects; deliver the receipt; remove the rows. After a crash it goes on where it was, and the receipt
 * counts what was there when it began.
 */
export const forgetStep: Step<"transcription.forget"> = {
  async run(ports, job) {
    const deletion = await findDeletion(ports.db, job.payload.deletionId);
    if (!deletion || deletion.userId === null) return skip("done before");
    if (deletion.state !== "running") return skip(`it is ${deletion.state}`);
    const user = await findUserById(ports.db, deletion.userId);
    if (!user) return { did: "nobody is left", changes: [close(ports, deletion)] };
    if (deletion.scope === "age") return forgetOld(ports, job, deletion, user);
    return (stages[deletion.step] ?? removeRows)(ports, job, deletion, user);
  },
  giveUp: async (_ports, _job, reason) => ({ did: `not forgotten: ${reason}` }),
  patienceSeconds: () => PATIENCE_SECONDS,
};

type Stage = (ports: Ports, job: Job, deletion: Deletion, user: User) => Promise<Outcome>;

const goOn = (job: Job) => ({
  next: [{ kind: "transcription.forget" as const, payload: job.payload, key: `forget:${job.id}` }],
  apart: true,
});

const close = ({ db, clock }: Ports, { id }: Deletion) =>
  noteDeletion(db, id, { state: "done", endedAt: clock.now(), userId: null, telegramId: null });

/** Stops everything and takes stock. */
const stop: Stage = async (ports, job, deletion, user) => {
  const { db, clock, fal } = ports;
  const requests = await listVendorRequests(db, user.id);
  // What is finished there is past stopping, and what cannot be stopped only costs money.
  for (const { endpoint, requestId } of requests)
    if (endpoint.includes("/")) await fal.queue.cancel(endpoint, requestId).catch(() => undefined);
  const last = Math.max(...requests.map(({ at }) => at.getTime()));
  const receipt: Receipt = {
    ...deletion.receipt,
    ...(await countAll(db, user.id)),
    stopped: requests.length,
    ...(requests.length > 0 && {
      falUntil: secondsLater(new Date(last), FAL_KEEPS_DAYS * 86_400).toISOString(),
    }),
  };
  for await (const { length } of ownedObjects(ports, user.id)) {
    receipt.objects++;
    receipt.bytes += length;
  }
  return {
    did: `stopped everything, ${receipt.objects} objects are to go`,
    changes: [
      ...stopEverything(db, user.id, clock.now()),
      noteDeletion(db, deletion.id, { step: 1, receipt }),
    ],
    ...goOn(job),
  };
};

/** Removes objects, so many at a time: what lies under the person's name, what rows name, and unfinished uploads. */
const removeObjects: Stage = async (ports, job, deletion, user) => {
  const { db, storage } = ports;
  const count = await removeOwned(ports, user.id, OBJECTS);
  if (count === OBJECTS) return { did: `removed ${count} objects`, ...goOn(job) };
  const named = await listNamedKeys(db, user.id);
  for (const bucket of BUCKETS) if (named[bucket].length > 0) await storage.remove(bucket, named[bucket]);
  for (const { key, writing } of named.writings) await storage.abortParts("transcripts", key, writing);
  return {
    did: `removed ${count} objects, the last`,
    changes: [noteDeletion(db, deletion.id, { step: 2 })],
    ...goOn(job),
  };
};

/** The receipt comes while there is still somebody to send it to. */
const deliverReceipt: Stage = async (ports, job, deletion, user) => {
  const done = { changes: [noteDeletion(ports.db, deletion.id, { step: 3 })], ...goOn(job) };
  return {
    did: (await sendReceipt(ports, deletion, user)) ? "sent the receipt" : "nobody takes the receipt",
    ...done,
  };
};

const removeRows: Stage = async (ports, job, deletion, user) => {
  const { db, clock, env } = ports;
  const fingerprint = await fingerprintOf(env.TELEGRAM_WEBHOOK_SECRET, user.telegramId);
  return {
    did: "removed the rows",
    changes: [forgetPerson(db, user.id, fingerprint, clock.now()), close(ports, deletion)],
    // Work that was under way in that second may have written an object without a row.
    next: [
      {
        kind: "transcription.sweep",
        payload: { userId: user.id, after: clock.now().getTime() },
        key: `sweep:${job.id}`,
      },
    ],
    apart: true,
  };
};

const stages: readonly Stage[] = [stop, removeObjects, deliverReceipt, removeRows];

/** Recordings of before a moment: objects first, then rows, so many at a time; in the end the receipt. */
async function forgetOld(ports: Ports, job: Job, deletion: Deletion, user: User): Promise<Outcome> {
  const { db, storage } = ports;
  const old = await listOld(db, user.id, deletion.olderThan ?? deletion.createdAt, RECORDINGS);
  if (old.length === 0) {
    const told = await sendReceipt(ports, deletion, user);
    return { did: told ? "sent the receipt" : "nobody takes the receipt", changes: [close(ports, deletion)] };
  }
  const { receipt } = deletion;
  const keys: string[] = [];
  for (const { id } of old)
    for await (const { key, length } of storage.list("transcripts", `transcripts/${user.id}/${id}/`)) {
      keys.push(key);
      receipt.bytes += length;
    }
  await storage.remove("transcripts", keys);
  receipt.objects += keys.length;
  receipt.rows = { transcripts: (receipt.rows.transcripts ?? 0) + old.length };
  return {
    did: `removed ${old.length} recordings`,
    changes: [
      removeOld(
        db,
        old.map(({ id }) => id),
      ),
      noteDeletion(db, deletion.id, { receipt }),
    ],
    ...goOn(job),
  };
}

async function sendReceipt(ports: Ports, deletion: Deletion, user: User): Promise<boolean> {
  const { telegram, clock } = ports;
  const { message, file } = receiptFile(deletion, clock.now(), translator(user.locale));
  try {
    await telegram.sendFile({ chatId: user.telegramId }, file, message);
    return true;
  } catch (error) {
    if (error instanceof Unreachable) return false;
    throw error;
  }
}
