import { lt } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach } from "../../ports/postgres.ts";
import { falDeliveries, operatorLogins } from "../../schema/index.ts";
import { forgetConversations } from "../conversations/index.ts";
import { forgetAsks } from "../digests/index.ts";
import { forgetEnded } from "../jobs/index.ts";
import { forgetLimits, forgetOldUpdates } from "../users/index.ts";
import { foldTallies } from "./tally.ts";

const DAY_SECONDS = 86_400;

/** FAL repeats a delivery for two hours; the rest of the time is for an operator who asks what came. */
const KEEP_DELIVERIES_DAYS = 30;
/** A login's address is valid for minutes: longer than that nobody can use it again. */
const KEEP_LOGINS_DAYS = 1;

/** What went, by what it was. */
export type CleanedUp = Record<"jobs" | "deliveries" | "hours" | "logins", number>;

/**
 * Forgets rows that nobody asks for any more: ended jobs, update numbers, limits, loose forwards, old questions, FAL's deliveries, used
 * logins; and folds old figures. The reconciler does it every minute, the operator's `cleanup` whenever.
 */
export async function cleanUp(db: Db, now: Date): Promise<CleanedUp> {
  const [jobs, deliveries, hours, logins] = await Promise.all([
    forgetEnded(db, now),
    reach(() =>
      db
        .delete(falDeliveries)
        .where(lt(falDeliveries.createdAt, secondsLater(now, -KEEP_DELIVERIES_DAYS * DAY_SECONDS)))
        .returning({ id: falDeliveries.id }),
    ),
    foldTallies(db, now),
    reach(() =>
      db
        .delete(operatorLogins)
        .where(lt(operatorLogins.usedAt, secondsLater(now, -KEEP_LOGINS_DAYS * DAY_SECONDS)))
        .returning({ hash: operatorLogins.hash }),
    ),
    forgetOldUpdates(db, now),
    forgetLimits(db, now),
    forgetConversations(db, now),
    forgetAsks(db, now),
  ]);
  return { jobs, deliveries: deliveries.length, hours, logins: logins.length };
}
