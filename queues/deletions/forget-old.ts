import {
  addToReceipt,
  type Deletion,
  listOld,
  noteDeletion,
  removeOld,
  takeStock,
} from "../../domain/deletions/index.ts";
import type { User } from "../../domain/users/index.ts";
import type { Ports } from "../../ports/index.ts";
import type { Outcome } from "../step.ts";
import { close, goOn, type Job } from "./forget-stages.ts";
import { sendReceipt } from "./send-receipt.ts";

/** Recordings of one invocation: some seconds of work, well within a job's lease. */
const RECORDINGS = 25;

/** Recordings of before a moment: objects first, then rows, so many at a time; in the end the receipt. */
export async function forgetOld(ports: Ports, job: Job, deletion: Deletion, user: User): Promise<Outcome> {
  const { db, storage } = ports;
  const old = await listOld(db, user.id, deletion.olderThan ?? deletion.createdAt, RECORDINGS);
  if (old.length === 0) {
    const told = await sendReceipt(ports, deletion, user);
    return { did: told ? "sent the receipt" : "nobody takes the receipt", changes: [close(ports, deletion)] };
  }
  const ids = old.map(({ id }) => id);
  const stock = await takeStock(db, ids);
  const keys: string[] = [];
  let bytes = 0;
  for (const id of ids)
    for await (const { key, length } of storage.list("transcripts", `transcripts/${user.id}/${id}/`)) {
      keys.push(key);
      bytes += length;
    }
  await storage.remove("transcripts", keys);
  const receipt = addToReceipt(deletion.receipt, { ...stock, objects: keys.length, bytes });
  return {
    did: `removed ${old.length} recordings`,
    changes: [removeOld(db, ids), noteDeletion(db, deletion.id, { receipt })],
    ...goOn(job),
  };
}
