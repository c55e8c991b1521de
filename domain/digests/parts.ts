import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { digestParts, digests } from "../../schema/index.ts";
import { listPauses, type Pauses } from "../vendors/index.ts";
import type { PartResult } from "./gather.ts";
import type { Stretch } from "./lines.ts";

export type DigestPart = typeof digestParts.$inferSelect;

/** The parts of a level. Laying them out again (after a crash) changes nothing. */
export const layOutLevel = (
  db: Db,
  digestId: string,
  level: number,
  stretches: readonly Stretch[],
): Statement =>
  db
    .insert(digestParts)
    .values(stretches.map((plan, position) => ({ digestId, level, position, plan })))
    .onConflictDoNothing();

/** All parts of a digest, by levels and in the order of what they read, and which vendors want to be left alone. */
export async function listDigestParts(
  db: Db,
  digestId: string,
): Promise<{ parts: DigestPart[]; pauses: Pauses }> {
  const rows = await reach(() =>
    db
      .select({ part: digestParts, pauses: listPauses })
      .from(digestParts)
      .where(eq(digestParts.digestId, digestId))
      .orderBy(asc(digestParts.level), sql`(${digestParts.plan}->>'from')::int`),
  );
  return { parts: rows.map(({ part }) => part), pauses: rows[0]?.pauses ?? {} };
}

const one = (digestId: string, level: number, position: number) =>
  and(eq(digestParts.digestId, digestId), eq(digestParts.level, level), eq(digestParts.position, position));

/** Closes a part with what was written, and adds up what that took. */
export const closeDigestPart = (
  db: Db,
  { digestId, level, position }: Pick<DigestPart, "digestId" | "level" | "position">,
  result: PartResult,
  spent: { model: string; inputTokens: number; outputTokens: number },
  now: Date,
): Statement[] => [
  // Parts end side by side: each takes the digest's row lock before it closes itself, so exactly one sees that it was the last.
  db
    .update(digests)
    .set({
      model: spent.model,
      inputTokens: sql`${digests.inputTokens} + ${spent.inputTokens}`,
      outputTokens: sql`${digests.outputTokens} + ${spent.outputTokens}`,
    })
    .where(eq(digests.id, digestId)),
  db
    .update(digestParts)
    .set({ state: "written", result, failure: null, changedAt: now })
    .where(and(one(digestId, level, position), eq(digestParts.state, "waiting"))),
];

/** A part that could not be written. */
export const failDigestPart = (
  db: Db,
  { digestId, level, position }: Pick<DigestPart, "digestId" | "level" | "position">,
  failure: string,
  now: Date,
): Statement =>
  db
    .update(digestParts)
    .set({ state: "failed", failure, changedAt: now })
    .where(and(one(digestId, level, position), eq(digestParts.state, "waiting")));

/** Parts one that was too long into two; the second gets `position`. */
export const splitDigestPart = (
  db: Db,
  part: Pick<DigestPart, "digestId" | "level" | "position">,
  [first, second]: readonly [Stretch, Stretch],
  position: number,
): Statement[] => [
  db
    .update(digestParts)
    .set({ plan: first })
    .where(one(part.digestId, part.level, part.position)),
  db
    .insert(digestParts)
    .values({ digestId: part.digestId, level: part.level, position, plan: second })
    .onConflictDoNothing(),
];

/** How many parts are written, of all of them. */
export const countDigestParts = (db: Db, digestId: string) =>
  db
    .select({
      written: sql<number>`count(*) filter (where ${digestParts.state} = 'written')::int`,
      all: sql<number>`count(*)::int`,
    })
    .from(digestParts)
    .where(eq(digestParts.digestId, digestId));

/** Holds when every part of this level is written. */
export const levelIsWritten = (digestId: string, level: number): SQL =>
  sql`not exists (select 1 from ${digestParts} where ${digestParts.digestId} = ${digestId}
                     and ${digestParts.level} = ${level} and ${digestParts.state} <> 'written')`;
