import { and, eq, inArray } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { transcripts } from "../../schema/index.ts";

/** Removes a recording that came to its end, with its parts; to be done after its objects are gone. */
export const discardTranscript = (db: Db, id: string): Statement =>
  db
    .delete(transcripts)
    .where(
      and(
        eq(transcripts.id, id),
        inArray(transcripts.state, ["delivered", "refused", "failed", "cancelled"]),
      ),
    );
