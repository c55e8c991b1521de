import { and, between, eq, gt } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { spoken, transcripts } from "../../schema/index.ts";
import type { Found } from "./find.ts";

/** A stretch of somebody's recording, and what was said just before and after it. */
export interface Place {
  here: Found;
  before: Found | null;
  after: Found | null;
}

/** A place of a person's own recording. Null where there is none: another's is as good as none. */
export async function findPlace(
  db: Db,
  userId: string,
  transcriptId: string,
  position: number,
): Promise<Place | null> {
  const stretches: Found[] = await reach(() =>
    db
      .select({
        transcriptId: spoken.transcriptId,
        position: spoken.position,
        claimedName: transcripts.claimedName,
        createdAt: transcripts.createdAt,
        seconds: transcripts.seconds,
        fromSeconds: spoken.fromSeconds,
        toSeconds: spoken.toSeconds,
        said: spoken.said,
      })
      .from(spoken)
      .innerJoin(transcripts, eq(transcripts.id, spoken.transcriptId))
      .where(
        and(
          eq(spoken.transcriptId, transcriptId),
          eq(spoken.userId, userId),
          gt(transcripts.chatId, 0),
          between(spoken.position, position - 1, position + 1),
        ),
      ),
  );
  const at = (wanted: number) => stretches.find((stretch) => stretch.position === wanted) ?? null;
  const here = at(position);
  return here && { here, before: at(position - 1), after: at(position + 1) };
}
