import { bigint, boolean, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bornAt, moment } from "./columns.ts";

/**
 * Objects whose true copy is in the fallback store, because the primary was away when they were written. While a row is
 * here its object is read from there and written to there; the reconciler carries it home and removes the row.
 */
export const misplacedObjects = pgTable(
  "misplaced_objects",
  {
    /** "transcripts" or "avatars", whatever the operator calls the buckets. */
    bucket: text("bucket").notNull(),
    key: text("key").notNull(),
    /** Counts writings and deletions: who carries an object home learns by it that it changed meanwhile. */
    version: integer("version").notNull().default(1),
    /** Null while the writing is under way. */
    writtenAt: moment("written_at"),
    bytes: bigint("bytes", { mode: "number" }),
    /** Of the bytes as they were sent, hexadecimal; null when they were written in parts or from a browser. */
    sha256: text("sha256"),
    /** Deleted meanwhile: both copies are to go. */
    gone: boolean("gone").notNull().default(false),
    /** Until then somebody is carrying it home, and nobody else writes it. */
    carriedUntil: moment("carried_until"),
    /** Until then somebody outside may have a link to this copy: it stays. */
    linkedUntil: moment("linked_until"),
    /** How often it could not be carried although both stores answered; it is not tried again before this moment. */
    tries: integer("tries").notNull().default(0),
    carryAfter: moment("carry_after"),
    since: bornAt(),
  },
  (table) => [
    primaryKey({ columns: [table.bucket, table.key] }),
    index("misplaced_objects_since").on(table.since),
  ],
);
