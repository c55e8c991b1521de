import { dropExport, listExpiredExports } from "../../domain/exports/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";

/** As many as one tick removes. */
const BATCH = 20;

/** Removes archives whose link has ended, and forgets that they were made. */
export async function expireExports({
  db,
  clock,
  storage,
}: Pick<Ports, "db" | "clock" | "storage">): Promise<void> {
  for (const { id, storageKey } of await listExpiredExports(db, clock.now(), BATCH)) {
    if (storageKey) await storage.remove("transcripts", [storageKey]);
    await commit(db, [dropExport(db, id)]);
  }
}
