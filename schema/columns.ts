import { bigint, text, timestamp } from "drizzle-orm/pg-core";

/** A moment with its zone; the code sees a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

/** A Telegram id: up to 52 significant bits, so a JavaScript number holds it exactly (Bot API, "Chat"). */
export const telegramId = (name: string) => bigint(name, { mode: "number" });

/** Our own ids carry their kind: `usr_…`, `trn_…`, `job_…`. */
export const id = () => text("id").primaryKey();

export const bornAt = () => moment("created_at").notNull().defaultNow();
