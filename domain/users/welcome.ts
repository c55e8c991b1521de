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

/** Makes sure that the sender has a row, and notes that they are here: one statement, for new and known people alike. Answers their locale. */
export const welcome = (db: Db, sender: Sender, now: Date): Statement =>
  db
    .insert(users)
    .values({
      id: newId("usr", now),
      telegramId: sender.id,
      locale: guessLocale(sender.language_code),
      username: sender.username ?? null,
      seenAt: now,
      createdAt: now,
    })
    .onConflictDoUpdate({
      target: users.telegramId,
      set: {
        seenAt: now,
        username: sender.username ?? null,
        unreachableSince: null,
        locale: sql`case when ${users.localeChosen} then ${users.locale} else excluded.locale end`,
      },
    })
    .returning({ locale: users.locale });

/** Our id of a sender, looked up by the statement that needs it: saves the round trip of asking first. */
export const ownerOf = (telegramId: number) =>
  sql`(select ${users.id} from ${users} where ${users.telegramId} = ${telegramId})`;
