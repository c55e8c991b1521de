import { sql } from "drizzle-orm";
import { bigint, check, index, integer, pgEnum, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bornAt, moment } from "./columns.ts";
import { users } from "./users.ts";

const owner = () =>
  text("user_id")
    .notNull()
    .references(() => users.id);

/**
 * A person's coins. Every person has one from their first word on. `balance` is the sum of their ledger entries and
 * `held` the sum of their open holds; triggers keep both, and refuse everybody else who would write them.
 */
export const wallets = pgTable(
  "wallets",
  {
    userId: owner().primaryKey(),
    balance: integer("balance").notNull().default(0),
    held: integer("held").notNull().default(0),
    /** Work that costs more than this is shown with its price first; null: the house's default. */
    askAbove: integer("ask_above"),
  },
  (table) => [
    check("wallets_held_is_covered", sql`${table.held} >= 0 and ${table.held} <= ${table.balance}`),
    check("wallets_ask_above", sql`${table.askAbove} >= 0`),
  ],
);

/** Why coins move. */
export const ENTRY_REASONS = [
  "welcome",
  "import",
  "purchase",
  "purchase-bonus",
  "purchase-returned",
  "promo",
  "referral",
  "work",
  "refund",
  "grant",
  "take",
] as const;
export const entryReason = pgEnum("entry_reason", ENTRY_REASONS);

/** Every movement of coins, for ever: rows are only added. Holds are not movements and are not here. */
export const ledgerEntries = pgTable(
  "ledger_entries",
  {
    /** Ascends in the order in which one person's coins moved: the wallet's lock is taken before a number is drawn. */
    id: bigint("id", { mode: "number" }).primaryKey().generatedAlwaysAsIdentity(),
    userId: owner(),
    /** Positive: the person got them. */
    coins: integer("coins").notNull(),
    reason: entryReason("reason").notNull(),
    /** The work, payment, promo code or wish that caused it. */
    ref: text("ref").notNull(),
    /** An admin's words, where there are any. */
    note: text("note"),
    createdAt: bornAt(),
  },
  (table) => [
    uniqueIndex("ledger_entries_once").on(table.reason, table.ref),
    index("ledger_entries_by_user").on(table.userId, table.id),
    index("ledger_entries_created_at").on(table.createdAt),
    check("ledger_entries_move_something", sql`${table.coins} <> 0`),
  ],
);

export const HOLD_STATES = ["open", "captured", "released"] as const;
export const holdState = pgEnum("hold_state", HOLD_STATES);

/** Coins set aside for work that is under way. Ends once: captured (all or a part), or released. */
export const holds = pgTable(
  "holds",
  {
    /** The work: one hold, and so at most one capture, for each. */
    ref: text("ref").primaryKey(),
    userId: owner(),
    coins: integer("coins").notNull(),
    state: holdState("state").notNull().default("open"),
    captured: integer("captured"),
    /** Work that has not ended by then was lost: its coins go back. */
    expiresAt: moment("expires_at").notNull(),
    createdAt: bornAt(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("holds_by_user").on(table.userId),
    index("holds_open").on(table.expiresAt).where(sql`${table.state} = 'open'`),
    check("holds_hold_something", sql`${table.coins} > 0`),
    check("holds_capture_at_most_all", sql`${table.captured} >= 0 and ${table.captured} <= ${table.coins}`),
    check(
      "holds_captured_when_captured",
      sql`(${table.state} = 'captured') = (${table.captured} is not null)`,
    ),
  ],
);
