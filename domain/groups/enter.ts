import { sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { telegramUpdates } from "../../schema/index.ts";

/** Telegram lets a bot write 20 messages a minute into one group (core.telegram.org/bots/faq). */
const GROUP = { burst: 20, everySeconds: 3 };
/** One member must not use up all of them. */
const MEMBER = { burst: 12, everySeconds: 5 };

/**
 * First statements of a group update's commit: the update was not seen before, and neither the group nor the member is
 * too fast. They fail the commit as `arrive` does, but nobody is noted as a user of the bot: being in a group with it is
 * not using it.
 */
export const enterGroup = (
  db: Db,
  updateId: number,
  chatId: number,
  memberId: number,
  limited: boolean,
  now: Date,
): Statement[] => {
  const at = now.toISOString();
  const enter = (who: number, what: string, { burst, everySeconds }: typeof GROUP) =>
    sql`enter(${who}::bigint, ${what}, ${limited ? burst : 0}::int, ${limited ? burst : 0}::int, ${everySeconds}::float8, ${at}::timestamptz)`;
  return [
    db.insert(telegramUpdates).values({ updateId, receivedAt: now }),
    db.execute(sql`select ${enter(memberId, "group-member", MEMBER)}, ${enter(chatId, "group", GROUP)}`),
  ];
};
