import { boolean, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { bornAt, id, moment, telegramId } from "./columns.ts";

export const LOCALES = ["ru", "en", "kk"] as const;
export const locale = pgEnum("locale", LOCALES);

/** A person who wrote to the bot. */
export const users = pgTable("users", {
  id: id(),
  telegramId: telegramId("telegram_id").notNull().unique(),
  locale: locale("locale").notNull(),
  /** False while the locale is only a guess from Telegram's language_code, which may still change it. */
  localeChosen: boolean("locale_chosen").notNull().default(false),
  username: text("username"),
  /** Set while the person has the bot blocked: nothing is sent to them. */
  unreachableSince: moment("unreachable_since"),
  createdAt: bornAt(),
  seenAt: moment("seen_at").notNull().defaultNow(),
});
