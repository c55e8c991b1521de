import { type Deletion, listOld, noteDeletion, removeOld } from "../../domain/deletions/index.ts";
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
