import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgEnum, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import { bornAt, id, moment } from "./columns.ts";

export const JOB_STATES = ["waiting", "running", "done", "dead", "dropped"] as const;
export const jobState = pgEnum("job_state", JOB_STATES);

/**
 * Work that is owed. A row is committed together with the change that causes it; the queue message that follows
 * is only a wake-up call, and may be lost or come twice.
 */
export const jobs = pgTable(
  "jobs",
  {
    id: id(),
    /** "<queue>.<step>": which step of which pipeline. */
    kind: text("kind").notNull(),
    /** Ids, never content: the step looks at the present. */
    payload: jsonb("payload").notNull(),
    /** The same work is never owed twice: whoever inserts second inserts nothing. */
    key: text("key").notNull(),
    state: jobState("state").notNull().default("waiting"),
    /** How often it was taken. */
    attempts: integer("attempts").notNull().default(0),
    /** How often it ended by a bug or a crash. Waiting for a vendor does not count. */
    faults: integer("faults").notNull().default(0),
    runAfter: moment("run_after").notNull(),
    /** When a wake-up was last sent: the reconciler repeats only those that seem lost. */
    wokenAt: moment("woken_at").notNull(),
    /** Who works on it, and until when they are believed to. */
    lease: text("lease"),
    leasedUntil: moment("leased_until"),
    lastError: text("last_error"),
    createdAt: bornAt(),
    /** Since when it waits for others: creation, or an operator's retry. */
    patientSince: moment("patient_since").notNull().defaultNow(),
    endedAt: moment("ended_at"),
  },
  (table) => [
    uniqueIndex("jobs_key").on(table.key),
    // What the reconciler and the health check look for; ended jobs are not in these indexes.
    index("jobs_waiting").on(table.runAfter).where(sql`${table.state} = 'waiting'`),
    index("jobs_running").on(table.leasedUntil).where(sql`${table.state} = 'running'`),
    index("jobs_dead").on(table.endedAt).where(sql`${table.state} = 'dead'`),
    index("jobs_ended").on(table.endedAt).where(sql`${table.state} in ('done', 'dropped')`),
  ],
);
