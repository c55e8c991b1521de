import { sql } from "drizzle-orm";
import { bigint, doublePrecision, index, integer, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bornAt, moment } from "./columns.ts";

/**
 * What happened, counted by the hour. Isolates share no memory, so counts live here: the reconciler counts rows that
 * exist anyway, and a worker adds its vendor calls after its work. Hours long past are folded into one row each.
 */
export const tallies = pgTable(
  "tallies",
  {
    /** The metric, without its prefix. */
    name: text("name").notNull(),
    /** Its labels as Prometheus writes them (`kind="notices.show",state="done"`), or empty. */
    labels: text("labels").notNull(),
    /** When this hour began; the epoch for all that was folded. */
    hour: moment("hour").notNull(),
    value: doublePrecision("value").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.name, table.labels, table.hour] }),
    index("tallies_hour").on(table.hour),
  ],
);

/** What is measured now and then rather than counted: the last value of each, and up to when rows were counted. */
export const readings = pgTable(
  "readings",
  {
    name: text("name").notNull(),
    labels: text("labels").notNull(),
    value: doublePrecision("value").notNull(),
    at: moment("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.name, table.labels] })],
);

/** What is wrong, or was: one row for each kind of alarm. */
export const alerts = pgTable(
  "alerts",
  {
    /** As in docs/runbook.md. */
    id: text("id").primaryKey(),
    /** Counts its outbreaks: each is told once, and ended once. */
    episode: integer("episode").notNull().default(1),
    since: bornAt(),
    /** When it was last seen to be true. */
    seenAt: moment("seen_at").notNull(),
    toldAt: moment("told_at"),
    resolvedAt: moment("resolved_at"),
    /** Figures for the message; never a user's content. */
    detail: text("detail").notNull().default(""),
  },
  (table) => [index("alerts_open").on(table.id).where(sql`${table.resolvedAt} is null`)],
);

/** Logins to the operator's page that were used: a signed address opens the door once. */
export const operatorLogins = pgTable(
  "operator_logins",
  {
    /** Telegram's signature of it. */
    hash: text("hash").primaryKey(),
    telegramId: bigint("telegram_id", { mode: "number" }).notNull(),
    usedAt: moment("used_at").notNull(),
  },
  (table) => [index("operator_logins_used_at").on(table.usedAt)],
);
