import { bigint, index, integer, jsonb, pgEnum, pgTable, text } from "drizzle-orm/pg-core";
import { bornAt, id, moment, telegramId } from "./columns.ts";

/** What admins did, for ever. Never a user's content. */
export const auditLog = pgTable(
  "audit_log",
  {
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    /** An admin's Telegram id, or "cli". */
    actor: text("actor").notNull(),
    action: text("action").notNull(),
    /** To whom or what: an id of ours, a code, a charge. */
    subject: text("subject").notNull(),
    details: jsonb("details").notNull().default({}),
    createdAt: bornAt(),
  },
  (table) => [index("audit_log_by_subject").on(table.subject, table.id)],
);

export const BROADCAST_STATES = ["draft", "sending", "done", "stopped"] as const;
export const broadcastState = pgEnum("broadcast_state", BROADCAST_STATES);

/** News from the operator to everybody who wants them. Where it has come to is on its row: it resumes there. */
export const broadcasts = pgTable("broadcasts", {
  id: id(),
  /** The message that is copied to everybody. */
  fromChatId: telegramId("from_chat_id").notNull(),
  messageId: bigint("message_id", { mode: "number" }).notNull(),
  createdBy: telegramId("created_by").notNull(),
  state: broadcastState("state").notNull().default("draft"),
  /** The last user it was sent to, in the order of their ids. */
  lastUserId: text("last_user_id").notNull().default(""),
  sent: integer("sent").notNull().default(0),
  failed: integer("failed").notNull().default(0),
  createdAt: bornAt(),
  endedAt: moment("ended_at"),
});
