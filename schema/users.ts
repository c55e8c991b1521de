import { sql } from "drizzle-orm";
import { boolean, index, integer, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { bornAt, id, moment, telegramId } from "./columns.ts";

export const LOCALES = ["ru", "en", "kk"] as const;
export const locale = pgEnum("locale", LOCALES);

/** Kinds of files that long texts are sent as. */
export const FILE_FORMATS = ["txt", "md", "docx", "pdf"] as const;
export const fileFormat = pgEnum("file_format", FILE_FORMATS);

/** A person who wrote to the bot. */
export const users = pgTable(
  "users",
  {
    id: id(),
    telegramId: telegramId("telegram_id").notNull().unique(),
    locale: locale("locale").notNull(),
    /** False while the locale is only a guess from Telegram's language_code, which may still change it. */
    localeChosen: boolean("locale_chosen").notNull().default(false),
    username: text("username"),
    /** Languages that their recordings are in (ISO 639-1); none: the speech service finds out. */
    speechLanguages: text("speech_languages").array().notNull().default([]),
    /** Names and terms that the speech service should know how to write. */
    glossary: text("glossary").array().notNull().default([]),
    /** What long texts are sent to them as: what they chose last. */
    fileFormat: fileFormat("file_format").notNull().default("txt"),
    /** IANA name, for days and reminders; null until they have said it: then it is guessed from their language. */
    timeZone: text("time_zone"),
    /** Set while the person has the bot blocked: nothing is sent to them. */
    unreachableSince: moment("unreachable_since"),
    /** Set while an admin has shut them out: they are told once, and not answered any more. */
    blockedAt: moment("blocked_at"),
    blockedToldAt: moment("blocked_told_at"),
    /** They do not want news from the operator. */
    newsOff: boolean("news_off").notNull().default(false),
    /** Days that their recordings and the texts of these are kept after delivery; 0: not at all; null: until they delete them. */
    keepOriginalsDays: integer("keep_originals_days"),
    keepTextsDays: integer("keep_texts_days"),
    createdAt: bornAt(),
    seenAt: moment("seen_at").notNull().defaultNow(),
  },
  (table) => [index("users_by_name").on(sql`lower(${table.username})`)],
);
