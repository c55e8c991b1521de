import { boolean, index, integer, jsonb, pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { promoCodes } from "./billing.ts";
import { bornAt, id, moment, telegramId } from "./columns.ts";

/** What somebody wants deleted: recordings that are old enough, or everything. */
export const DELETION_SCOPES = ["age", "all"] as const;
export const deletionScope = pgEnum("deletion_scope", DELETION_SCOPES);

export const DELETION_STATES = ["asked", "running", "done"] as const;
export const deletionState = pgEnum("deletion_state", DELETION_STATES);

/** A wish to delete, how far it is, and its receipt: counts, never content. What names the person goes with the last step. */
export const deletions = pgTable(
  "deletions",
  {
    id: id(),
    scope: deletionScope("scope").notNull(),
    state: deletionState("state").notNull().default("asked"),
    /** Null once it is done and the receipt is delivered. */
    userId: text("user_id"),
    telegramId: telegramId("telegram_id"),
    /** Recordings of before this moment. */
    olderThan: moment("older_than"),
    /** What was removed and what could not be: see domain/deletions/receipt.ts. */
    receipt: jsonb("receipt").notNull().default({}),
    step: integer("step").notNull().default(0),
    createdAt: bornAt(),
    endedAt: moment("ended_at"),
  },
  (table) => [index("deletions_by_user").on(table.userId)],
);

/**
 * People who had everything deleted, as a keyed hash that only their return matches: so that what is given once is given
 * once. It stands by itself: nothing leads from here to the books that they left behind.
 */
export const departed = pgTable(
  "departed",
  {
    fingerprint: text("fingerprint").primaryKey(),
    /** They had their welcome coins. */
    welcomed: boolean("welcomed").notNull(),
    /** For how many friends they were rewarded. */
    friends: integer("friends").notNull().default(0),
    leftAt: moment("left_at").notNull(),
  },
  (table) => [index("departed_left_at").on(table.leftAt)],
);

/** How often they had redeemed each code. */
export const departedPromos = pgTable(
  "departed_promos",
  {
    fingerprint: text("fingerprint")
      .notNull()
      .references(() => departed.fingerprint, { onDelete: "cascade" }),
    code: text("code")
      .notNull()
      .references(() => promoCodes.code),
    uses: integer("uses").notNull(),
  },
  (table) => [primaryKey({ columns: [table.fingerprint, table.code] })],
);
