import { lt } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import { type Db, reach } from "../../ports/postgres.ts";
import { telegramUpdates } from "../../schema/index.ts";

/** Telegram repeats an update for at most a day, and may start its numbers anew after a week of silence (Bot API, "Update"). */
const KEEP_DAYS = 3;

/** Forgets update numbers that can no longer be repeated. */
export async function forgetOldUpdates(db: Db, now: Date): Promise<void> {
  await reach(() =>
    db.delete(telegramUpdates).where(lt(telegramUpdates.receivedAt, secondsLater(now, -KEEP_DAYS * 86_400))),
  );
}
