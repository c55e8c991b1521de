import { boolean, index, jsonb, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bornAt, id, moment } from "./columns.ts";

/** What FAL's webhook brought. Stored before it is understood; a repetition of the same body is stored once. */
export const falDeliveries = pgTable(
  "fal_deliveries",
  {
    id: id(),
    /** FAL's request id, or the `finetune_id` of the older body. */
    requestId: text("request_id").notNull(),
    /** Our own id from the webhook URL's query: it is known before the submit is answered. */
    reference: text("reference"),
    /** SHA-256 of the raw body, hexadecimal. */
    digest: text("digest").notNull(),
    /** False only for the older body in test mode. */
    signed: boolean("signed").notNull(),
    body: jsonb("body").notNull(),
    /** What was done about it, or why nothing was. */
    outcome: text("outcome"),
    createdAt: bornAt(),
    handledAt: moment("handled_at"),
  },
  (table) => [
    uniqueIndex("fal_deliveries_once").on(table.requestId, table.digest),
    index("fal_deliveries_created_at").on(table.createdAt),
  ],
);
