import { sql } from "drizzle-orm";
import {
  bigint,
  check,
  index,
  integer,
  pgEnum,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from "drizzle-orm/pg-core";
import { bornAt, id, moment, telegramId } from "./columns.ts";
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

export const FEATURES = ["speech", "digest", "avatar", "image"] as const;
export const feature = pgEnum("feature", FEATURES);

export const WORK_STATES = ["running", "done", "void"] as const;
export const workState = pgEnum("work_state", WORK_STATES);

/** Every piece of work that costs a vendor's money, free or paid: for ceilings, and for the operator's figures. */
export const works = pgTable(
  "works",
  {
    /** The work's own name; its hold has the same. */
    ref: text("ref").primaryKey(),
    userId: owner(),
    chatId: telegramId("chat_id").notNull(),
    feature: feature("feature").notNull(),
    /** Started minutes of speech, or pieces. */
    units: integer("units").notNull(),
    freeUnits: integer("free_units").notNull(),
    /** Coins: the agreed price, and what was taken in the end. */
    price: integer("price").notNull(),
    charged: integer("charged").notNull().default(0),
    /** What the vendor takes, estimated: millionths of a US dollar. */
    vendorMicros: bigint("vendor_micros", { mode: "number" }).notNull(),
    state: workState("state").notNull().default("running"),
    createdAt: bornAt(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    index("works_created_at").on(table.createdAt),
    index("works_by_user").on(table.userId, table.createdAt),
    index("works_by_chat").on(table.chatId, table.createdAt),
    check(
      "works_are_sane",
      sql`${table.units} >= 0 and ${table.freeUnits} between 0 and ${table.units}
      and ${table.charged} between 0 and ${table.price} and ${table.vendorMicros} >= 0`,
    ),
  ],
);

/** A package that somebody was offered to buy. Only they can pay it, and only at this price. */
export const invoices = pgTable(
  "invoices",
  {
    id: id(),
    userId: owner(),
    coins: integer("coins").notNull(),
    stars: integer("stars").notNull(),
    createdAt: bornAt(),
  },
  (table) => [
    index("invoices_by_user").on(table.userId, table.createdAt),
    check("invoices_sell_something", sql`${table.coins} > 0 and ${table.stars} > 0`),
  ],
);

/** `unmatched`: Stars came that no invoice explains; nothing was credited, and an admin must look. */
export const PAYMENT_STATES = ["paid", "returning", "returned", "unmatched"] as const;
export const paymentState = pgEnum("payment_state", PAYMENT_STATES);

/** Stars that were paid, each charge once. */
export const payments = pgTable(
  "payments",
  {
    /** Telegram's own id of the charge; it names the payment for ever. */
    chargeId: text("charge_id").primaryKey(),
    invoiceId: text("invoice_id").references(() => invoices.id),
    userId: owner(),
    stars: integer("stars").notNull(),
    coins: integer("coins").notNull(),
    bonus: integer("bonus").notNull().default(0),
    state: paymentState("state").notNull(),
    /** How often its return was begun: names each attempt in the ledger. */
    returns: integer("returns").notNull().default(0),
    createdAt: bornAt(),
    returnedAt: moment("returned_at"),
  },
  (table) => [
    index("payments_by_user").on(table.userId, table.createdAt),
    index("payments_created_at").on(table.createdAt),
    index("payments_by_invoice").on(table.invoiceId),
  ],
);

/** `coins`: so many at once. `percent`: so much more with the next purchase. */
export const PROMO_KINDS = ["coins", "percent"] as const;
export const promoKind = pgEnum("promo_kind", PROMO_KINDS);

export const promoCodes = pgTable(
  "promo_codes",
  {
    /** As people type it, in capitals. */
    code: text("code").primaryKey(),
    kind: promoKind("kind").notNull(),
    amount: integer("amount").notNull(),
    validFrom: moment("valid_from").notNull().defaultNow(),
    validUntil: moment("valid_until"),
    /** How often it can be redeemed, by everybody together and by one person; null: any number. */
    mostUses: integer("most_uses"),
    usesPerUser: integer("uses_per_user").notNull().default(1),
    uses: integer("uses").notNull().default(0),
    disabledAt: moment("disabled_at"),
    /** Telegram id of the admin; null: from the command line. */
    createdBy: telegramId("created_by"),
    createdAt: bornAt(),
  },
  (table) => [
    check(
      "promo_codes_are_sane",
      sql`${table.code} ~ '^[A-Z0-9-]{4,32}$' and ${table.amount} > 0 and ${table.usesPerUser} > 0`,
    ),
    check("promo_codes_end", sql`${table.uses} <= ${table.mostUses}`),
  ],
);

/** One use of a code by one person. The number within the person's uses is part of the key, so that nobody uses one twice. */
export const promoRedemptions = pgTable(
  "promo_redemptions",
  {
    code: text("code")
      .notNull()
      .references(() => promoCodes.code),
    userId: owner(),
    nth: integer("nth").notNull(),
    /** Percent, until the purchase that gets it: then the purchase's charge. */
    percent: integer("percent"),
    chargeId: text("charge_id").references(() => payments.chargeId),
    createdAt: bornAt(),
  },
  (table) => [
    primaryKey({ columns: [table.code, table.userId, table.nth] }),
    index("promo_redemptions_waiting")
      .on(table.userId, table.createdAt)
      .where(sql`${table.percent} is not null and ${table.chargeId} is null`),
  ],
);

/** Who came by whose link. Rewarded once, after the first thing that was done or bought. */
export const referrals = pgTable(
  "referrals",
  {
    inviteeId: text("invitee_id")
      .primaryKey()
      .references(() => users.id),
    inviterId: text("inviter_id")
      .notNull()
      .references(() => users.id),
    createdAt: bornAt(),
    rewardedAt: moment("rewarded_at"),
    /** What each of the two got: 0 for friends beyond the most. */
    coins: integer("coins").notNull().default(0),
  },
  (table) => [
    index("referrals_by_inviter").on(table.inviterId),
    check("referrals_take_two", sql`${table.inviteeId} <> ${table.inviterId}`),
  ],
);
