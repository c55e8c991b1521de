import { sql } from "drizzle-orm";
import { bigint, boolean, index, pgEnum, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bornAt, id, moment, telegramId } from "./columns.ts";
import { transcripts } from "./transcripts.ts";
import { users } from "./users.ts";

export const CONVERSATION_STATES = ["gathering", "offered", "joining", "joined", "declined"] as const;
export const conversationState = pgEnum("conversation_state", CONVERSATION_STATES);

/** Messages that were forwarded one after another, and may be one conversation. */
export const conversations = pgTable(
  "conversations",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    chatId: telegramId("chat_id").notNull(),
    state: conversationState("state").notNull().default("gathering"),
    /** Whether the next message that is forwarded belongs to it. */
    open: boolean("open").notNull().default(true),
    /** When the newest of its messages arrived. */
    lastAt: moment("last_at").notNull(),
    /** The message that asks whether to join them. */
    offerMessageId: bigint("offer_message_id", { mode: "number" }),
    /** The dialogue that was made of it. */
    transcriptId: text("transcript_id").references(() => transcripts.id, { onDelete: "set null" }),
    createdAt: bornAt(),
  },
  (table) => [
    uniqueIndex("conversations_one_open").on(table.chatId).where(sql`${table.open}`),
    index("conversations_by_user").on(table.userId),
    index("conversations_last_at").on(table.lastAt),
  ],
);

/** One forwarded message: a recording, or a text between recordings. */
export const conversationItems = pgTable(
  "conversation_items",
  {
    chatId: telegramId("chat_id").notNull(),
    messageId: bigint("message_id", { mode: "number" }).notNull(),
    conversationId: text("conversation_id")
      .notNull()
      .references(() => conversations.id, { onDelete: "cascade" }),
    /** Null for a text. */
    transcriptId: text("transcript_id").references(() => transcripts.id, { onDelete: "cascade" }),
    text: text("text"),
    /** Who said it, as Telegram names the origin. */
    speaker: text("speaker").notNull(),
    /** When it was said, where it was said. */
    saidAt: moment("said_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.chatId, table.messageId] }),
    index("conversation_items_of").on(table.conversationId),
    index("conversation_items_of_transcript").on(table.transcriptId),
  ],
);
