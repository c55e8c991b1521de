import { bigint, index, pgTable } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** Updates whose effect is committed. Telegram repeats an update that it thinks failed; this key makes the repetition harmless. */
export const telegramUpdates = pgTable(
  "telegram_updates",
  {
    updateId: bigint("update_id", { mode: "number" }).primaryKey(),
    receivedAt: moment("received_at").notNull().defaultNow(),
  },
  (table) => [index("telegram_updates_received_at").on(table.receivedAt)],
);
