import { dropUpload, listExpired } from "../../domain/uploads/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";

/** Takes what was left of uploads that nobody finished out of the store, and closes their pages. */
export async function expireUploads({
  db,
  clock,
  storage,
}: Pick<Ports, "db" | "clock" | "storage">): Promise<void> {
  for (const { upload, userId } of await listExpired(db, clock.now())) {
    const key = `transcripts/${userId}/${upload.transcriptId}/original`;
    if (upload.writing) await storage.abortParts("transcripts", key, upload.writing);
    await commit(db, [dropUpload(db, upload.transcriptId)]);
  }
}
