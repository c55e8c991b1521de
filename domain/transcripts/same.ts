import { and, desc, eq, gte, isNotNull, ne, or } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { transcripts } from "../../schema/index.ts";
import type { Transcript } from "./states.ts";

/** A text with less of the recording in it does not answer for the same file sent again: that deserves a new hearing. */
export const WHOLE_COVERAGE = 0.98;

/**
 * The newest whole text of the same person's identical file: by Telegram's id of the file, which a forward keeps, or by
 * the hash of its bytes (where they are known), which an upload anew keeps. Null when there is none, or it is no other than this one.
 */
export async function findSame(
  db: Db,
  { id, userId, fileUniqueId }: Pick<Transcript, "id" | "userId" | "fileUniqueId">,
  sha256?: string,
): Promise<Transcript | null> {
  const [same] = await reach(() =>
    db
      .select()
      .from(transcripts)
      .where(
        and(
          eq(transcripts.userId, userId),
          ne(transcripts.id, id),
          or(
            eq(transcripts.fileUniqueId, fileUniqueId),
            sha256 === undefined ? undefined : eq(transcripts.sha256, sha256),
          ),
          eq(transcripts.state, "delivered"),
          isNotNull(transcripts.text),
          gte(transcripts.coverage, WHOLE_COVERAGE),
        ),
      )
      .orderBy(desc(transcripts.createdAt))
      .limit(1),
  );
  return same ?? null;
}

/** What one recording takes over from another of the same file. Its text becomes its own: each can be deleted alone. */
export const factsOfSame = (same: Transcript) => ({
  reusedFrom: same.id,
  container: same.container,
  codec: same.codec,
  seconds: same.seconds,
  text: same.text,
  passages: same.passages,
  coverage: same.coverage,
  languages: same.languages,
  model: same.model,
  speakers: same.speakers,
});
