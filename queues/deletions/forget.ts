import {
  countAll,
  type Deletion,
  falUntilOf,
  findDeletion,
  fingerprintOf,
  forgetPerson,
  lastHeardByFal,
  listNamedKeys,
  listVendorRequests,
  noteDeletion,
  type Receipt,
  stopEverything,
} from "../../domain/deletions/index.ts";
import type { NewJob } from "../../domain/jobs/index.ts";
import { findUserById, type User } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import { type Outcome, type Step, skip } from "../step.ts";
import { forgetOld } from "./forget-old.ts";
import { close, goOn, type Job } from "./forget-stages.ts";
import { BUCKETS, ownedObjects, removeOwned } from "./owned.ts";
import { sendReceipt } from "./send-receipt.ts";

/** A deletion is carried out, however long the storage is away. */
const PATIENCE_SECONDS = 30 * 86_400;

/** Objects of one invocation: some seconds of work, well within a job's lease. */
const OBJECTS = 400;

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
  async giveUp({ db }, job, reason) {
    const deletion = await findDeletion(db, job.payload.deletionId);
    const told = deletion?.telegramId ? [tellStuck(deletion.telegramId, job.id)] : [];
    return { did: `not forgotten: ${reason}`, next: told };
  },
  patienceSeconds: () => PATIENCE_SECONDS,
};

/** Who was promised that something goes learns that it did not yet. The job stays on the operator's list. */
export const tellStuck = (telegramId: number, jobId: string): NewJob => ({
  kind: "notices.show",
  payload: { telegramId, screen: "forget-stuck" },
  key: `forget-stuck:${jobId}`,
});

type Stage = (ports: Ports, job: Job, deletion: Deletion, user: User) => Promise<Outcome>;

/** Stops everything and takes stock. */
const stop: Stage = async (ports, job, deletion, user) => {
  const { db, clock, fal } = ports;
  const requests = await listVendorRequests(db, user.id);
  // What is finished there is past stopping, and what cannot be stopped only costs money.
  for (const { endpoint, requestId } of requests)
    if (endpoint.includes("/")) await fal.queue.cancel(endpoint, requestId).catch(() => undefined);
  const receipt: Receipt = {
    ...deletion.receipt,
    ...(await countAll(db, user.id)),
    stopped: requests.length,
    ...falUntilOf([...requests.map(({ at }) => at), await lastHeardByFal(db, user.id)]),
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
