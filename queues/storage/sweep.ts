import { forgetRequest, listLeftParts } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";
import { partKey } from "../transcription/hear-queued.ts";

/** As many as one tick removes. */
const BATCH = 50;

/** Removes the objects that only a vendor was to fetch, of hearings that were left in the middle. */
export async function sweepParts({
  db,
  clock,
  storage,
}: Pick<Ports, "db" | "clock" | "storage">): Promise<number> {
  const parts = await listLeftParts(db, BATCH, clock.now());
  if (parts.length === 0) return 0;
  const keys = parts.flatMap(({ originalKey, position }) =>
    originalKey ? [partKey(originalKey, position)] : [],
  );
  await storage.remove("transcripts", keys);
  await commit(
    db,
    parts.map((part) => forgetRequest(db, part)),
  );
  return parts.length;
}
