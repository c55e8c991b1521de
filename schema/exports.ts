import { sql } from "drizzle-orm";
import { bigint, boolean, index, integer, pgEnum, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bornAt, id, moment } from "./columns.ts";
import { users } from "./users.ts";

export const EXPORT_STATES = ["packing", "ready", "failed"] as const;
export const exportState = pgEnum("export_state", EXPORT_STATES);

/** Everything of one person in one archive, from the wish until its link ends and the archive is removed. */
export const userExports = pgTable(
  "exports",
  {
    id: id(),
    userId: text("user_id")
      .notNull()
      .references(() => users.id),
    state: exportState("state").notNull().default("packing"),
    /** The recordings and photos themselves, too. */
    withOriginals: boolean("with_originals").notNull(),
    storageKey: text("storage_key"),
    bytes: bigint("bytes", { mode: "number" }),
    files: integer("files"),
    statusMessageId: bigint("status_message_id", { mode: "number" }),
    /** The archive and this row are removed after this moment. */
    expiresAt: moment("expires_at").notNull(),
    createdAt: bornAt(),
  },
  (table) => [
    // One at a time: a second wish finds the first.
    uniqueIndex("exports_one_under_way").on(table.userId).where(sql`${table.state} = 'packing'`),
    index("exports_by_user").on(table.userId),
    index("exports_expire").on(table.expiresAt),
  ],
);
