import { desc, eq, isNull, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { jobs, promoCodes } from "../../schema/index.ts";

import type { OwedJob } from "../jobs/index.ts";

export type PromoCode = typeof promoCodes.$inferSelect;

/** Codes are tried by people, not by machines: five at once, then one in ten minutes. */
const TRIES = 5;
const TRY_EVERY_SECONDS = 600;

/** A code as it is stored: capitals, without spaces; null when nothing of the kind can be a code. */
export function readCode(typed: string): string | null {
  const code = typed.replace(/\s+/g, "").toUpperCase();
  return /^[A-Z0-9-]{4,32}$/.test(code) ? code : null;
}

/** What came of a code. `wait`: too many were tried, for so many seconds. `early`, `over`: outside of its days. */
export interface Redeemed {
  outcome: (typeof OUTCOMES)[number];
  /** Coins, percent, or seconds. */
  amount: number;
}
const OUTCOMES = ["coins", "percent", "wait", "unknown", "early", "over", "used-up", "used-by-you"] as const;

/**
 * Redeems a code, and owes the job that tells what came of it: its payload gets `about`, "<outcome>:<amount>". Both are
 * one statement, because only the redemption knows what is to be told. `fingerprint` (domain/deletions): tries and uses of
 * before somebody had everything deleted count, too.
 */
export function redeemPromo(
  db: Db,
  telegramId: number,
  fingerprint: string,
  code: string,
  tell: OwedJob,
  now: Date,
): Statement {
  const at = sql`${now.toISOString()}::timestamptz`;
  return db.execute(sql`
    with redeemed as materialized (
      select * from redeem_promo(${telegramId}::bigint, ${code}, ${TRIES}::int, ${TRY_EVERY_SECONDS}::float8, ${at},
                                 ${fingerprint}))
    insert into ${jobs} (id, kind, payload, key, run_after, woken_at, created_at, patient_since)
    select ${tell.id}, ${tell.kind},
           ${JSON.stringify(tell.payload)}::jsonb || jsonb_build_object('about', outcome || ':' || amount),
           ${tell.key}, ${at}, ${at}, ${at}, ${at}
      from redeemed`);
}

/** Reads what `redeemPromo` has written. */
export function readRedeemed(about: string): Redeemed {
  const [outcome, amount] = about.split(":");
  return { outcome: OUTCOMES.find((known) => known === outcome) ?? "unknown", amount: Number(amount) || 0 };
}

export type NewPromo = Pick<
  PromoCode,
  "code" | "kind" | "amount" | "validUntil" | "mostUses" | "usesPerUser" | "createdBy"
>;

/** Creates a code; answers no row when there is one of this name already. */
export const createPromo = (db: Db, promo: NewPromo, now: Date): Statement =>
  db
    .insert(promoCodes)
    .values({ ...promo, validFrom: now, createdAt: now })
    .onConflictDoNothing()
    .returning({ code: promoCodes.code });

/** From now on the code is unknown; what was redeemed stays. Answers no row when there is none to disable. */
export const disablePromo = (db: Db, code: string, now: Date): Statement =>
  db
    .update(promoCodes)
    .set({ disabledAt: now })
    .where(sql`${eq(promoCodes.code, code)} and ${isNull(promoCodes.disabledAt)}`)
    .returning({ code: promoCodes.code });

/** The code of this name, valid or not; null when there is none. */
export async function findPromo(db: Db, code: string): Promise<PromoCode | null> {
  const [found] = await reach(() => db.select().from(promoCodes).where(eq(promoCodes.code, code)));
  return found ?? null;
}

/** Codes, the newest first. */
export const listPromos = (db: Db, limit: number): Promise<PromoCode[]> =>
  reach(() => db.select().from(promoCodes).orderBy(desc(promoCodes.createdAt)).limit(limit));
