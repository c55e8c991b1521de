import { and, asc, eq, type SQL } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { digestSources, digests, transcripts, users } from "../../schema/index.ts";
import { isDocument } from "../documents/index.ts";
import { dayIn, zoneOf } from "../todos/index.ts";
import type { Passage, Transcript } from "../transcripts/index.ts";
import { ownerOf, type User } from "../users/index.ts";
import type { Source } from "./lines.ts";
import type { DigestRow } from "./states.ts";

/** A digest with whose it is, and what it is about in its order. */
export interface WholeDigest {
  digest: DigestRow;
  owner: User;
  transcripts: Transcript[];
}

async function find(db: Db, which: SQL | undefined): Promise<WholeDigest | null> {
  const rows = await reach(() =>
    db
      .select({ digest: digests, owner: users, transcript: transcripts })
      .from(digests)
      .innerJoin(users, eq(users.id, digests.userId))
      .leftJoin(digestSources, eq(digestSources.digestId, digests.id))
      .leftJoin(transcripts, eq(transcripts.id, digestSources.transcriptId))
      .where(which)
      .orderBy(asc(digestSources.position)),
  );
  const [first] = rows;
  if (!first) return null;
  return { ...first, transcripts: rows.flatMap(({ transcript }) => transcript ?? []) };
}

/** A digest and all about it in one round trip; null when it does not exist (any more). */
export const findDigest = (db: Db, id: string): Promise<WholeDigest | null> => find(db, eq(digests.id, id));

/** The same, but only for its owner: another's id gets the same null as a missing one. */
export const findOwnDigest = (db: Db, telegramId: number, id: string): Promise<WholeDigest | null> =>
  find(db, and(eq(digests.id, id), eq(digests.userId, ownerOf(telegramId))));

/**
 * A transcript as writing sees it. Its day is that on which it was said, by its owner's clock; each message of a dialogue
 * has its own.
 */
export const sourceOf = (transcript: Transcript, owner: Pick<User, "timeZone" | "locale">): Source => ({
  passages: ((transcript.passages ?? []) as Passage[]).map((passage) =>
    passage.gap || passage.saidAt === undefined
      ? passage
      : { ...passage, day: dayIn(zoneOf(owner), new Date(passage.saidAt)) },
  ),
  speakers: transcript.speakers ?? {},
  timed: !isDocument(transcript.container) && (transcript.seconds ?? 0) > 0,
  day: dayIn(zoneOf(owner), transcript.saidAt ?? transcript.createdAt),
  languages: transcript.languages ?? [],
});
