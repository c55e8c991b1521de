import { lt, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { rateLimits } from "../../schema/index.ts";

/** SQLSTATE of a commit by somebody who is too fast; its detail is the number of seconds to wait. */
export const TOO_FAST = "AI007";
/** SQLSTATE of a commit by somebody whom an admin has blocked. */
export const BLOCKED = "AI008";

/** So many at once, fewer for those who came within the last day; then one every so many seconds. */
interface Limit {
  burst: number;
  youngBurst: number;
  everySeconds: number;
}

/** What costs us more is allowed less often. All are far above what a person does with their fingers. */
const LIMITS = {
  /** A chat full of voice messages may be forwarded at once; nobody records one every ten seconds all day. */
  recording: { burst: 120, youngBurst: 40, everySeconds: 10 },
  /** Buttons and commands that begin paid work or an invoice. */
  paying: { burst: 20, youngBurst: 10, everySeconds: 5 },
  other: { burst: 60, youngBurst: 60, everySeconds: 1 },
} as const satisfies Record<string, Limit>;
export type LimitedAction = keyof typeof LIMITS;

/** Second statement of an update's commit, after the sender's row: the commit fails with TOO_FAST or BLOCKED. Without an action nobody is too fast. */
export function enter(db: Db, telegramId: number, action: LimitedAction | null, now: Date): Statement {
  const { burst, youngBurst, everySeconds } = action
    ? LIMITS[action]
    : { burst: 0, youngBurst: 0, everySeconds: 1 };
  return db.execute(
    sql`select enter(${telegramId}::bigint, ${action ?? "none"}, ${burst}::int, ${youngBurst}::int,
                     ${everySeconds}::float8, ${now.toISOString()}::timestamptz)`,
  );
}

/** Forgets limits that limit nobody any more. */
export async function forgetLimits(db: Db, now: Date): Promise<void> {
  await reach(() => db.delete(rateLimits).where(lt(rateLimits.clearAt, now)));
}
