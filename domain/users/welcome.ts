import { sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { users } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { guessLocale } from "./locale.ts";

/** What Telegram says of the person who wrote. */
export interface Sender {
  id: number;
  username?: string | undefined;
  language_code?: string | undefined;
}

/**
 * Makes sure that the sender has a row, and notes that they are here: one statement, for new and known people alike.
 * Answers `rows: [{ locale }]`. Written out, as everything that an acknowledgement waits for: the query builder would take
 * as long as the rest of the answer.
 */
export function welcome(db: Db, sender: Sender, now: Date): Statement {
  const at = now.toISOString();
  return db.execute(sql`
    insert into ${users} as known (id, telegram_id, locale, username, seen_at, created_at)
    values (${newId("usr", now)}, ${sender.id}, ${guessLocale(sender.language_code)}, ${sender.username ?? null},
            ${at}, ${at})
    on conflict (telegram_id) do update
       set seen_at = excluded.seen_at,
           username = excluded.username,
           unreachable_since = null,
           locale = case when known.locale_chosen then known.locale else excluded.locale end
    returning locale`);
}

/** Our id of a sender, looked up by the statement that needs it: saves the round trip of asking first. */
export const ownerOf = (telegramId: number) =>
  sql`(select ${users.id} from ${users} where ${users.telegramId} = ${telegramId})`;
