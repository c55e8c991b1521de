import { sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { departed, ledgerEntries } from "../../schema/index.ts";
import { ownerOf } from "../users/index.ts";
import { move } from "./move.ts";
import type { Tariff } from "./tariff.ts";

/**
 * The coins that everybody gets once, with their first update while coins are on. Goes into the commit of every update:
 * for those who have them it is one look into an index. Nothing where coins are off,
 * and for those who had them, had everything deleted and come again (`fingerprint`, domain/deletions).
 */
export function welcomeCoins(
  db: Db,
  telegramId: number,
  fingerprint: string,
  tariff: Tariff,
  now: Date,
): Statement[] {
  if (tariff.free || tariff.welcome === 0) return [];
  const userId = ownerOf(telegramId);
  return [
    move(
      db,
      { userId, coins: tariff.welcome, reason: "welcome", ref: userId },
      now,
      sql`not exists (select 1 from ${ledgerEntries}
                       where ${ledgerEntries.reason} = 'welcome' and ${ledgerEntries.ref} = ${userId})
           and not exists (select 1 from ${departed} where ${departed.fingerprint} = ${fingerprint} and ${departed.welcomed})`,
    ),
  ];
}
