import { index, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** How fast somebody does something: one row for each, whatever isolate serves them. */
export const rateLimits = pgTable(
  "rate_limits",
  {
    /** Whose: a Telegram id; where it outlives the deletion of everything, their fingerprint (domain/deletions). */
    subject: text("subject").notNull(),
    action: text("action").notNull(),
    /** When everything they did will have been paid for in time (GCRA's theoretical arrival time). */
    clearAt: moment("clear_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.action] }),
    index("rate_limits_clear_at").on(table.clearAt),
  ],
);
