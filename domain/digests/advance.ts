import { and, eq, inArray, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { digestParts, digests } from "../../schema/index.ts";
import { beginWork, endWork, priceOfDigest, type Tariff, voidWork } from "../billing/index.ts";
import type { NewJob } from "../jobs/index.ts";
import { ownerOf } from "../users/index.ts";
import { before, type DigestRow, type DigestState } from "./states.ts";

type Facts = Partial<
  Pick<
    DigestRow,
    "result" | "model" | "statusMessageId" | "statusEditedAt" | "resultMessageId" | "resultIsFile" | "failure"
  >
>;

/** Moves a digest to `state`, with what was learned on the way; does nothing, and answers no row, where the table of states forbids it. */
export const advanceDigest = (db: Db, id: string, state: DigestState, facts: Facts, now: Date): Statement =>
  db
    .update(digests)
    .set({ failure: null, ...facts, state, changedAt: now })
    .where(and(eq(digests.id, id), inArray(digests.state, before(state))))
    .returning({ id: digests.id });

/** Notes without a change of state, or of the moment at which it changed. */
export const noteDigest = (db: Db, id: string, facts: Facts): Statement =>
  db.update(digests).set(facts).where(eq(digests.id, id));

/** Each try is a work of its own. */
const workOf = ({ id, run }: Pick<DigestRow, "id" | "run">): string => `digest:${id}:${run}`;

/** Begins a try: it counts towards fair use and the day's ceilings, and costs no coins. */
export const beginDigest = (db: Db, digest: DigestRow, calls: number, tariff: Tariff, now: Date): Statement =>
  beginWork(
    db,
    {
      ref: workOf(digest),
      userId: digest.userId,
      chatId: digest.chatId,
      price: priceOfDigest(tariff, calls),
    },
    tariff,
    now,
    sql`exists (select 1 from ${digests} where id = ${digest.id} and run = ${digest.run} and state = 'writing')`,
  );

export const endDigest = (db: Db, digest: DigestRow, now: Date): Statement =>
  endWork(db, workOf(digest), "all", now);

/** Ends a digest without a result, and its work with it; what was written of it was spent all the same. */
export const failDigest = (db: Db, digest: DigestRow, failure: string, now: Date): Statement[] => [
  advanceDigest(db, digest.id, "failed", { failure }, now),
  voidWork(db, workOf(digest), shareWritten(digest.id), now, isIn(digest.id, "failed")),
];

const isIn = (id: string, state: DigestState): SQL =>
  sql`exists (select 1 from ${digests} where id = ${id} and state = ${state}::digest_state)`;

const shareWritten = (id: string | SQL): SQL =>
  sql`coalesce((select avg((state = 'written')::int) from ${digestParts} where digest_id = ${id}), 0)`;

/** Stops the sender's digests that are not written yet: one by id, or all of them. Jobs are owed `when` this one was stopped. */
export function cancelDigests(
  db: Db,
  telegramId: number,
  id: string | "all",
  now: Date,
): { changes: Statement[]; when: SQL } {
  return {
    changes: [
      db
        .update(digests)
        .set({ state: "cancelled", changedAt: now })
        .where(
          and(
            id === "all" ? undefined : eq(digests.id, id),
            eq(digests.userId, ownerOf(telegramId)),
            inArray(digests.state, before("cancelled")),
          ),
        ),
      db.execute(sql`
        select void_work('digest:' || ${digests.id} || ':' || ${digests.run}, ${shareWritten(sql`${digests.id}`)}::float8,
                         ${now.toISOString()}::timestamptz)
          from ${digests} where ${stoppedAt(telegramId, now)}`),
    ],
    when: isIn(id, "cancelled"),
  };
}

const stoppedAt = (telegramId: number, at: Date) =>
  and(eq(digests.userId, ownerOf(telegramId)), eq(digests.state, "cancelled"), eq(digests.changedAt, at));

/** The digests that were stopped by one wish of one person. */
export const listStoppedDigests = (db: Db, telegramId: number, at: Date): Promise<DigestRow[]> =>
  reach(() => db.select().from(digests).where(stoppedAt(telegramId, at)));

/** Tries a failed digest of the sender's again: what is written of it stays. The job is owed only `when` it was revived. */
export function retryDigest(
  db: Db,
  telegramId: number,
  id: string,
  wish: string,
  now: Date,
): { changes: Statement[]; job: NewJob; when: SQL } {
  const revived = sql`exists (select 1 from ${digests} where id = ${id} and state = 'waiting'
    and changed_at = ${now.toISOString()}::timestamptz)`;
  return {
    changes: [
      db
        .update(digests)
        .set({ state: "waiting", failure: null, run: sql`${digests.run} + 1`, changedAt: now })
        .where(
          and(
            eq(digests.id, id),
            eq(digests.userId, ownerOf(telegramId)),
            inArray(digests.state, before("waiting")),
          ),
        )
        .returning({ id: digests.id }),
      db
        .update(digestParts)
        .set({ state: "waiting", failure: null, changedAt: now })
        .where(and(eq(digestParts.digestId, id), eq(digestParts.state, "failed"), revived)),
    ],
    job: { kind: "transcription.digest", payload: { digestId: id }, key: `digest:${id}:${wish}` },
    when: revived,
  };
}

/** Whether somebody has stopped it, or it is gone. */
export async function isStopped(db: Db, id: string): Promise<boolean> {
  const [row] = await reach(() =>
    db.select({ state: digests.state }).from(digests).where(eq(digests.id, id)),
  );
  return row?.state !== "writing";
}

/** Telegram counts edits like messages: one edit every 3 s stays clear of its limit of about 1 message/s. */
const EDIT_EVERY_SECONDS = 3;

/** Takes the right to edit the status message now: returns a row only when the last edit is long enough ago. */
export const claimDigestEdit = (db: Db, id: string, now: Date) =>
  db
    .update(digests)
    .set({ statusEditedAt: now })
    .where(
      and(
        eq(digests.id, id),
        eq(digests.state, "writing"),
        sql`${digests.statusMessageId} is not null`,
        sql`${digests.statusEditedAt} <= ${now.toISOString()}::timestamptz - make_interval(secs => ${EDIT_EVERY_SECONDS})`,
      ),
    )
    .returning({ statusMessageId: digests.statusMessageId });
