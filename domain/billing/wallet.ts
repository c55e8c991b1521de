import { desc, eq, lt, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { ledgerEntries, wallets, works } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";
import type { Feature } from "./tariff.ts";

/** A person's coins: `available` is what can be spent, `held` is set aside for work under way. */
export interface Wallet {
  userId: string;
  available: number;
  held: number;
  /** Their own threshold for being asked; null when they never chose one. */
  askAbove: number | null;
}

const columns = {
  userId: wallets.userId,
  available: sql<number>`${wallets.balance} - ${wallets.held}`,
  held: wallets.held,
  askAbove: wallets.askAbove,
};

/** The wallet of one of our users. Throws when there is no such user. */
export async function findWallet(db: Db, userId: string): Promise<Wallet> {
  const [wallet] = await reach(() => db.select(columns).from(wallets).where(eq(wallets.userId, userId)));
  if (!wallet) throw new Error(`no wallet of ${userId}`);
  return wallet;
}

/** From now on the person is asked before work that costs more than this. */
export const askAbove = (db: Db, telegramId: number, coins: number): Statement =>
  db
    .update(wallets)
    .set({ askAbove: coins })
    .where(eq(wallets.userId, ownerOf(telegramId)));

export type Entry = typeof ledgerEntries.$inferSelect & {
  /** What the person had after it. */
  balance: number;
  /** The work it paid for or gave back. */
  feature: Feature | null;
  units: number | null;
};

/** A person's movements of coins, the newest first, from before the entry `before` on. */
export function listEntries(
  db: Db,
  userId: string,
  { before, limit }: { before?: number; limit: number },
): Promise<Entry[]> {
  const all = db
    .select({
      id: ledgerEntries.id,
      userId: ledgerEntries.userId,
      coins: ledgerEntries.coins,
      reason: ledgerEntries.reason,
      ref: ledgerEntries.ref,
      note: ledgerEntries.note,
      createdAt: ledgerEntries.createdAt,
      balance: sql<number>`(sum(${ledgerEntries.coins}) over (order by ${ledgerEntries.id}))::int`.as(
        "balance",
      ),
      feature: works.feature,
      units: works.units,
    })
    .from(ledgerEntries)
    .leftJoin(works, eq(works.ref, ledgerEntries.ref))
    .where(eq(ledgerEntries.userId, userId))
    .as("entries");
  return reach(() =>
    db
      .select()
      .from(all)
      .where(before === undefined ? undefined : lt(all.id, before))
      .orderBy(desc(all.id))
      .limit(limit),
  );
}

/** Wallets that do not equal their entries and holds. The triggers leave none; the operator's doctor looks all the same. */
export const listBrokenWallets = (db: Db): Promise<{ userId: string }[]> =>
  reach(() =>
    db
      .select({ userId: wallets.userId })
      .from(wallets)
      .where(
        sql`(${wallets.balance}, ${wallets.held}) is distinct from (
          (select coalesce(sum(e.coins), 0)::int from ledger_entries e where e.user_id = ${wallets.userId}),
          (select coalesce(sum(h.coins), 0)::int from holds h where h.user_id = ${wallets.userId} and h.state = 'open'))`,
      ),
  );
