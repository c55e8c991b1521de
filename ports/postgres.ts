import { NeonDbError, neon, neonConfig } from "@neondatabase/serverless";
import type { BatchItem } from "drizzle-orm/batch";
import { drizzle, type NeonHttpDatabase } from "drizzle-orm/neon-http";
import { Unavailable } from "./errors.ts";

export type Db = NeonHttpDatabase;

/** A query that is built but not sent: domain verbs return these, so that a whole change is one round trip. */
export type Statement = BatchItem<"pg">;

/** How long a statement may take. Longer means that the database is away or waking up. */
const QUERY_TIMEOUT_MS = 15_000;

/** Seconds to wait before asking a database again that did not answer: a sleeping Neon computes wakes within that. */
const DATABASE_WAIT_SECONDS = 5;

/**
 * Postgres behind Neon's HTTP front: one statement, or one atomic batch, is one round trip.
 * `endpoint` replaces the address that Neon's driver derives from the connection string.
 */
export function openPostgres(url: string, endpoint?: string): Db {
  // The driver's only setting for this is global; it is the same for every request of this process.
  if (endpoint) neonConfig.fetchEndpoint = endpoint;
  neonConfig.fetchFunction = (target: string, init: RequestInit) =>
    fetch(target, { ...init, signal: AbortSignal.timeout(QUERY_TIMEOUT_MS) });
  return drizzle(neon(url.replace("+asyncpg", "")));
}

/**
 * Commits all statements in one transaction and one round trip; answers each one's rows.
 * Throws Unavailable when the database cannot be reached, otherwise what Postgres said.
 */
export async function commit(db: Db, statements: readonly Statement[]): Promise<unknown[]> {
  const [first, ...rest] = statements;
  if (!first) return [];
  return await reach(() => db.batch([first, ...rest]) as Promise<unknown[]>);
}

/** Runs a query so that an absent database is told apart from a wrong one. Throws as `commit` does. */
export async function reach<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const said = fromPostgres(error);
    // Without a SQLSTATE Postgres never answered. Classes 08, 53, 57: connection trouble, no resources,
    // shut down by the operator (Postgres, appendix A).
    if (said && (!said.code || /^(08|53|57)/.test(said.code)))
      throw new Unavailable("postgres", DATABASE_WAIT_SECONDS, said);
    throw error;
  }
}

/** The database's own error, however deep drizzle has wrapped it. */
function fromPostgres(error: unknown): NeonDbError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (cause instanceof NeonDbError) return cause;
  return undefined;
}

/** The SQLSTATE of a failed statement; undefined when Postgres never answered. */
export const sqlState = (error: unknown): string | undefined => fromPostgres(error)?.code;

/** What Postgres adds to its error for programs; empty when there is nothing. */
export const sqlDetail = (error: unknown): string => fromPostgres(error)?.detail ?? "";

/** Whether the statement failed because a row like it exists already under the unique `constraint`. */
export function brokeUnique(error: unknown, constraint: string): boolean {
  const said = fromPostgres(error);
  return said?.code === "23505" && said.constraint === constraint;
}
