import { lt, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { rateLimits, users } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { guessLocale } from "./locale.ts";

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
  /** Photos for an avatar come as albums; newcomers, too, may send twice as many as one avatar can have. */
  photo: { burst: 120, youngBurst: 40, everySeconds: 10 },
  /** Buttons and commands that begin paid work or an invoice. */
  paying: { burst: 20, youngBurst: 10, everySeconds: 5 },
  digest: { burst: 20, youngBurst: 8, everySeconds: 15 },
  /** Every letter typed after the bot's name in another chat is a question. */
  asking: { burst: 100, youngBurst: 100, everySeconds: 0.5 },
  other: { burst: 60, youngBurst: 60, everySeconds: 1 },
} as const satisfies Record<string, Limit>;
export type LimitedAction = keyof typeof LIMITS;

/** Nobody is too fast, but the blocked stay out. */
const UNLIMITED: Limit = { burst: 0, youngBurst: 0, everySeconds: 1 };

/** What Telegram says of the person who wrote. */
export interface Sender {
  id: number;
  username?: string | undefined;
  language_code?: string | undefined;
}

/**
 * First statement of an update's commit: notes the update and its sender, and lets them in. Answers `rows: [{ locale }]`.
 * The commit fails with `telegram_updates_pkey` when the update was seen before, with TOO_FAST or BLOCKED.
 * `limit`: which rate limit it counts towards; "none": no limit; "open": everybody may, the blocked too.
 * Written out, as everything that an acknowledgement waits for: the query builder would take as long as the rest.
 */
export function arrive(
  db: Db,
  updateId: number,
  sender: Sender,
  limit: LimitedAction | "none" | "open",
  now: Date,
): Statement {
  const { burst, youngBurst, everySeconds } =
    limit === "none" || limit === "open" ? UNLIMITED : LIMITS[limit];
  return db.execute(sql`
    select arrive(${updateId}, ${newId("usr", now)}, ${sender.id}, ${guessLocale(sender.language_code)},
                  ${sender.username ?? null}, ${limit === "open" ? null : limit}, ${burst}, ${youngBurst}, ${everySeconds},
                  ${now.toISOString()}) as locale`);
}

/** Our id of a sender, looked up by the statement that needs it: saves the round trip of asking first. */
export const ownerOf = (telegramId: number) =>
  sql`(select ${users.id} from ${users} where ${users.telegramId} = ${telegramId})`;

/** Forgets limits that limit nobody any more. */
export async function forgetLimits(db: Db, now: Date): Promise<void> {
  await reach(() => db.delete(rateLimits).where(lt(rateLimits.clearAt, now)));
}
