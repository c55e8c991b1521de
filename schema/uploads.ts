import { bigint, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import { bornAt, moment } from "./columns.ts";
import { transcripts } from "./transcripts.ts";

/** A personal page for the file of one recording that Telegram does not hand out, and how far its upload is. */
export const uploads = pgTable("uploads", {
  transcriptId: text("transcript_id")
    .primaryKey()
    .references(() => transcripts.id, { onDelete: "cascade" }),
  expiresAt: moment("expires_at").notNull(),

  // The file that is being uploaded, as the browser describes it: the same file goes on where it stopped.
  name: text("name"),
  bytes: bigint("bytes", { mode: "number" }),
  /** Last change of the file, in milliseconds since the epoch. */
  modified: bigint("modified", { mode: "number" }),
  /** The store's name of this writing in parts. */
  writing: text("writing"),
  partBytes: integer("part_bytes"),
  /** The store's tags of the parts that are there, by number. */
  tags: jsonb("tags").$type<Record<string, string>>().notNull().default({}),

  /** Set once: the file was handed on, and the page is closed. */
  doneAt: moment("done_at"),
  createdAt: bornAt(),
});
