import { and, eq, type SQL, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { jobs, ledgerEntries, payments, users, works } from "../../schema/index.ts";
import {
  beginReturn,
  createPromo,
  disablePromo,
  move,
  type NewPromo,
  type Payment,
} from "../billing/index.ts";
import { dropJob, type JobRow, type NewJob, reviveJob } from "../jobs/index.ts";
import { retryFailed } from "../transcripts/index.ts";
import { block, type User, unblock } from "../users/index.ts";
import { type Actor, audit } from "./audit.ts";

/** What an admin can do, the same from the chat and from the command line. Each act is written down in its own commit. */
export interface Act {
  changes: Statement[];
  jobs?: (NewJob & { when?: SQL })[];
}

/** No wish of an admin moves more: a slip of the finger is not a fortune. */
export const MOST_COINS = 1_000_000;

/** Gives coins (or takes them, below zero) with a reason. The commit fails with NOT_ENOUGH_COINS when there are not that many to take. */
export const giveCoins = (
  db: Db,
  to: User,
  coins: number,
  why: string,
  by: Actor,
  wish: string,
  now: Date,
): Act => ({
  changes: [
    move(
      db,
      { userId: to.id, coins, reason: coins > 0 ? "grant" : "take", ref: `${by}:${wish}`, note: why },
      now,
    ),
    audit(db, by, coins > 0 ? "give" : "take", to.id, { coins, why }, now),
  ],
  jobs: [tellOwner(to, coins > 0 ? "coins-given" : "coins-taken", String(Math.abs(coins)), `${by}:${wish}`)],
});

/** Whoever's coins an admin moves hears of it, once for each act. */
const tellOwner = ({ telegramId }: User, screen: string, about: string, act: string): NewJob => ({
  kind: "notices.show",
  payload: { telegramId, screen, about },
  key: `${screen}:${act}`,
});

export const blockUser = (db: Db, whom: User, why: string, by: Actor, now: Date): Act => ({
  changes: [block(db, whom.telegramId, now), audit(db, by, "block", whom.id, { why }, now)],
});

export const unblockUser = (db: Db, whom: User, why: string, by: Actor, now: Date): Act => ({
  changes: [unblock(db, whom.telegramId), audit(db, by, "unblock", whom.id, { why }, now)],
});

/** Everything that was charged for a work: all tries of a recording, an avatar, a picture. */
const worksOf = (subject: string) =>
  sql`(${works.ref} = ${subject} or split_part(${works.ref}, ':', 2) = ${subject})`;

/** Whose work it is, and the coins of it that can still be given back; null when there is none of this name. */
export async function findWorker(db: Db, subject: string): Promise<{ user: User; coins: number } | null> {
  const [found] = await reach(() =>
    db
      .select({
        user: users,
        coins: sql<number>`(sum(${works.charged}) over () - sum(coalesce(${ledgerEntries.coins}, 0)) over ())::int`,
      })
      .from(works)
      .innerJoin(users, eq(users.id, works.userId))
      .leftJoin(ledgerEntries, and(eq(ledgerEntries.reason, "refund"), eq(ledgerEntries.ref, works.ref)))
      .where(worksOf(subject))
      .limit(1),
  );
  return found ?? null;
}

/** Gives back what was taken for a work, once for ever. */
export const refundJob = (db: Db, subject: string, owner: User, why: string, by: Actor, now: Date): Act => ({
  changes: [
    db.execute(
      sql`select refund_work(${works.ref}, ${why}, ${now.toISOString()}::timestamptz) as coins
            from ${works} where ${worksOf(subject)} and ${works.userId} = ${owner.id}`,
    ),
    audit(db, by, "refund", owner.id, { work: subject, why }, now),
  ],
  jobs: [tellOwner(owner, "coins-refunded", "", subject)],
});

/** Returns a payment's Stars; the commit fails with NOT_ENOUGH_COINS when its coins are spent. */
export function returnPayment(db: Db, payment: Payment, owner: User, why: string, by: Actor, now: Date): Act {
  const { change, job, when } = beginReturn(db, payment, "admin", why, now);
  return {
    changes: [change, audit(db, by, "return", owner.id, { charge: payment.chargeId, why }, now)],
    jobs: [{ ...job, when }],
  };
}

/** A payment and who paid it; null when there is none. */
export async function findPaid(db: Db, chargeId: string): Promise<{ user: User; payment: Payment } | null> {
  const [found] = await reach(() =>
    db
      .select({ user: users, payment: payments })
      .from(payments)
      .innerJoin(users, eq(users.id, payments.userId))
      .where(eq(payments.chargeId, chargeId)),
  );
  return found ?? null;
}

export const addPromo = (db: Db, promo: NewPromo, by: Actor, now: Date): Act => ({
  changes: [
    createPromo(db, promo, now),
    audit(db, by, "promo", promo.code, { kind: promo.kind, amount: promo.amount, uses: promo.mostUses }, now),
  ],
});

export const endPromo = (db: Db, code: string, by: Actor, now: Date): Act => ({
  changes: [disablePromo(db, code, now), audit(db, by, "promo-off", code, {}, now)],
});

/** Jobs with which a recording fails: it is started again as a whole, and so repeats only what is missing. */
const FAIL_THEIR_RECORDING = "ingest plan quote transcribe merge deliver"
  .split(" ")
  .map((step) => `transcription.${step}`);

/** A dead job that is run again. */
export interface Retry extends Act {
  /** What was started, by the answers of the changes; null when somebody else had dealt with the job before. */
  started(rows: readonly unknown[]): "recording" | "job" | null;
}

/**
 * Runs a dead job again: by its recording where that failed with it, otherwise by itself, whatever it is about.
 * Nothing is started where its work has failed and was refunded. `wish` names this retry among all of `by`.
 */
export function retryJob(db: Db, job: JobRow, by: Actor, wish: string, now: Date): Retry {
  if (job.isRefunded) return { changes: [], started: () => null };
  const recording = FAIL_THEIR_RECORDING.includes(job.kind)
    ? retryFailed(
        db,
        (job.payload as { transcriptId: string }).transcriptId,
        "operator",
        `${by}-${wish}`,
        now,
      )
    : null;
  const at = sql`${now.toISOString()}::timestamptz`;
  const started = sql`exists (select 1 from ${jobs} where ${jobs.id} = ${job.id}
    and (${jobs.state} = 'waiting' and ${jobs.runAfter} = ${at} or ${jobs.state} = 'dropped' and ${jobs.endedAt} = ${at}))`;
  const before = recording ? [...recording.changes, dropJob(db, job.id, now, recording.when)] : [];
  const isThere = (answer: unknown): boolean => (answer as unknown[]).length > 0;
  return {
    // The second finds nothing where the first one took the job off the list.
    changes: [
      ...before,
      reviveJob(db, job.id, now),
      audit(db, by, "retry", job.id, { kind: job.kind }, now, started),
    ],
    jobs: recording ? [{ ...recording.job, when: recording.when }] : [],
    started: (rows) =>
      recording && isThere(rows[0]) ? "recording" : isThere(rows[before.length]) ? "job" : null,
  };
}

/** Takes a dead job off the list for good: its work is not done, and nobody is told. */
export const dropDead = (db: Db, job: JobRow, by: Actor, now: Date): Act => ({
  changes: [dropJob(db, job.id, now), audit(db, by, "drop", job.id, { kind: job.kind }, now)],
});
