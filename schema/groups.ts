import { bigint, boolean, index, pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bornAt, moment, telegramId } from "./columns.ts";
import { locale, users } from "./users.ts";

/** Which voices of a group become text: all, those that somebody asks for, none. */
export const GROUP_MODES = ["auto", "request", "off"] as const;
export const groupMode = pgEnum("group_mode", GROUP_MODES);

/** A group that the bot is (or was) in, as its admins have set it up. Nothing of what is said there. */
export const groups = pgTable(
  "groups",
  {
    chatId: telegramId("chat_id").primaryKey(),
    /** The group's number before Telegram made a supergroup of it: jobs of that time still name it. */
    formerChatId: telegramId("former_chat_id").unique(),
    mode: groupMode("mode").notNull().default("request"),
    /** Answers make no sound. */
    silent: boolean("silent").notNull().default(true),
    locale: locale("locale").notNull(),
    /** Whose coins pay: who added the bot, or an admin who took it over. Null: whoever asks. */
    payerId: text("payer_id").references(() => users.id, { onDelete: "set null" }),
    /** Set once it was said that the payer has not enough coins; then there is silence until they have. */
    brokeToldAt: moment("broke_told_at"),
    /** Set while the bot is not in it any more. */
    leftAt: moment("left_at"),
    createdAt: bornAt(),
  },
  (table) => [index("groups_by_payer").on(table.payerId)],
);

/** Whether somebody is an admin of a group, as Telegram said it a short while ago. */
export const groupAdmins = pgTable(
  "group_admins",
  {
    chatId: telegramId("chat_id").notNull(),
    telegramId: telegramId("telegram_id").notNull(),
    isAdmin: boolean("is_admin").notNull(),
    checkedAt: moment("checked_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.telegramId] }),
    index("group_admins_checked_at").on(table.checkedAt),
  ],
);

/** Which message of a group was answered by which: the same voice is not heard twice. No word of it, and nobody's name. */
export const groupAnswers = pgTable(
  "group_answers",
  {
    chatId: telegramId("chat_id").notNull(),
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    answerId: bigint("answer_id", { mode: "number" }).notNull(),
    answeredAt: moment("answered_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.messageId] }),
    index("group_answers_answered_at").on(table.answeredAt),
  ],
);

/** "Do not transcribe me": in one group, or everywhere (`chatId` 0). Whoever says it need not be known to the bot otherwise. */
export const optOuts = pgTable(
  "opt_outs",
  {
    telegramId: telegramId("telegram_id").notNull(),
    chatId: telegramId("chat_id").notNull(),
    createdAt: bornAt(),
  },
  (table) => [primaryKey({ columns: [table.telegramId, table.chatId] })],
);
