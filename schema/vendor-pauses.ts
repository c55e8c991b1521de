import { pgTable, text } from "drizzle-orm/pg-core";
import { moment } from "./columns.ts";

/** Until when a vendor asked not to be called: one row per vendor, read by everybody who is about to call it. */
export const vendorPauses = pgTable("vendor_pauses", {
  vendor: text("vendor").primaryKey(),
  until: moment("until").notNull(),
});
