import { sql } from "drizzle-orm";
import { type Db, reach } from "../../ports/postgres.ts";
import { wallets, works } from "../../schema/index.ts";
import type { Feature, Price, Tariff } from "./tariff.ts";

/** How a person stands today (UTC), before they begin a work in a chat. */
export interface Standing {
  available: number;
  askAbove: number | null;
  /** Free units of this feature that they have used today. */
  freeUnitsToday: number;
  /** Works of this feature that they have begun today. */
  worksToday: number;
  /** Vendor costs today, in millionths of a US dollar. */
  userMicros: number;
  chatMicros: number;
  allMicros: number;
}

/** Reads all of it in one round trip. Throws when there is no such user. */
export async function readStanding(
  db: Db,
  { userId, chatId, feature }: { userId: string; chatId: number; feature: Feature },
  now: Date,
): Promise<Standing> {
  const today = sql`${works.createdAt} >= date_trunc('day', ${now.toISOString()}::timestamptz, 'UTC')`;
  const mine = sql`${works.userId} = ${userId} and ${works.feature} = ${feature} and ${works.state} <> 'void' and ${today}`;
  const spent = (scope: ReturnType<typeof sql>) =>
    sql<string>`(select coalesce(sum(${works.vendorMicros}), 0) from ${works} where ${scope} and ${today})`;
  const [row] = await reach(() =>
    db
      .select({
        available: sql<number>`${wallets.balance} - ${wallets.held}`,
        askAbove: wallets.askAbove,
        freeUnitsToday: sql<string>`(select coalesce(sum(${works.freeUnits}), 0) from ${works} where ${mine})`,
        worksToday: sql<string>`(select count(*) from ${works} where ${mine})`,
        userMicros: spent(sql`${works.userId} = ${userId}`),
        chatMicros: spent(sql`${works.chatId} = ${chatId}`),
        allMicros: spent(sql`true`),
      })
      .from(wallets)
      .where(sql`${wallets.userId} = ${userId}`),
  );
  if (!row) throw new Error(`no wallet of ${userId}`);
  return {
    available: row.available,
    askAbove: row.askAbove,
    freeUnitsToday: Number(row.freeUnitsToday),
    worksToday: Number(row.worksToday),
    userMicros: Number(row.userMicros),
    chatMicros: Number(row.chatMicros),
    allMicros: Number(row.allMicros),
  };
}

/** Which of the day's ceilings a work would break through; null when none. The house's own comes last: it wakes the operator. */
export function ceilingReached(
  standing: Pick<Standing, "userMicros" | "chatMicros" | "allMicros">,
  { vendorMicros }: Price,
  { vendor }: Tariff,
): "ceiling-user" | "ceiling-chat" | "ceiling-house" | null {
  if (standing.userMicros + vendorMicros > vendor.perUserDay) return "ceiling-user";
  if (standing.chatMicros + vendorMicros > vendor.perChatDay) return "ceiling-chat";
  if (standing.allMicros + vendorMicros > vendor.perDay) return "ceiling-house";
  return null;
}

/** Before a work: refused by a ceiling, to be shown with its price, too dear for now, or to begin at once. */
export type Decision =
  | { do: "refuse"; reason: "ceiling-user" | "ceiling-chat" | "ceiling-house" }
  | { do: "ask"; coins: number; enough: boolean }
  | { do: "begin"; price: Price };

/**
 * Decides on a work at a price. `agreed`: the price that the person has said yes to, if they have; it holds even when
 * the price is higher by now.
 */
export function decide(price: Price, agreed: number | null, standing: Standing, tariff: Tariff): Decision {
  const reason = ceilingReached(standing, price, tariff);
  if (reason) return { do: "refuse", reason };
  const coins = agreed === null ? price.coins : Math.min(agreed, price.coins);
  const enough = coins <= standing.available;
  if (!enough || (agreed === null && asksFirst(coins, standing.askAbove, tariff)))
    return { do: "ask", coins, enough };
  return { do: "begin", price: { ...price, coins } };
}

/** Whether the person wants to see this price before they pay it. */
export const asksFirst = (coins: number, askAbove: number | null, tariff: Tariff): boolean =>
  coins > (askAbove ?? tariff.askAbove);
