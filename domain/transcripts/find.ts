import { and, eq } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { transcripts, users } from "../../schema/index.ts";
import type { User } from "../users/index.ts";
import type { Transcript } from "./states.ts";

/** A recording together with whose it is. */
export interface Owned {
  transcript: Transcript;
  owner: User;
}

/** A recording and its owner in one round trip; null when it does not exist (any more). */
export async function findTranscript(db: Db, id: string): Promise<Owned | null> {
  const [found] = await reach(() =>
    db
      .select({ transcript: transcripts, owner: users })
      .from(transcripts)
      .innerJoin(users, eq(users.id, transcripts.userId))
      .where(eq(transcripts.id, id)),
  );
  return found ?? null;
}

/** The same, but only for its owner: another's id gets the same null as a missing one. */
export async function findOwn(db: Db, telegramId: number, id: string): Promise<Owned | null> {
  const [found] = await reach(() =>
    db
      .select({ transcript: transcripts, owner: users })
      .from(transcripts)
      .innerJoin(users, eq(users.id, transcripts.userId))
      .where(and(eq(transcripts.id, id), eq(users.telegramId, telegramId))),
  );
  return found ?? null;
}
