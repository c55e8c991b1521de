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
  neonConfig.fetchFunction = send;
  return drizzle(neon(url.replace("+asyncpg", "")));
}

/** A request of the driver, which names its trouble only until the answer begins: one that breaks off or is no JSON is an absent database, too. */
async function send(target: string, init: RequestInit) {
  const answer = await fetch(target, { ...init, signal: AbortSignal.timeout(QUERY_TIMEOUT_MS) });
  const unread = (error: unknown) => {
    throw Object.assign(new NeonDbError(`Unreadable answer (HTTP status ${answer.status})`), {
      cause: error,
    });
  };
  const { ok, status } = answer;
  return { ok, status, json: () => answer.json().catch(unread), text: () => answer.text().catch(unread) };
}

/**
 * SQLSTATEs of a Postgres that nobody can use (Postgres, appendix A): connection trouble (08), wrong login (28), no such
 * database (3D), no resources (53), shut down by the operator (57), broken disk (58) or insides (XX; Neon's own trouble,
 * too), only read since a failover (25006).
 */
const AWAY = /^(08|28|3D|53|57|58|XX|25006)/;

/**
 * SQLSTATEs of a statement that works later as it stands: rolled back for another's sake (40), a lock that did not come
 * (55P03), a schema older than this program (3F000, 42P01, 42703, 42704, 42883), a right that is missing (42501).
 */
const NOT_NOW = /^(40|55P03|3F000|42P01|42703|42704|42883|42501)/;

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
    if (said && isAway(said)) throw new Unavailable("postgres", DATABASE_WAIT_SECONDS, said);
    throw error;
  }
}

/**
 * What a door says to the world about trouble: Unavailable for what the same request may get later, so that it is not
 * answered as if it were done; everything else is answered as it is. A job counts the second kind as its own fault.
 */
export function forTheDoor(error: unknown): unknown {
  const said = fromPostgres(error);
  return said && !(error instanceof Unavailable) && (isAway(said) || NOT_NOW.test(said.code ?? ""))
    ? new Unavailable("postgres", DATABASE_WAIT_SECONDS, said)
    : error;
}

/** Without a SQLSTATE Postgres never answered. */
const isAway = ({ code }: NeonDbError): boolean => !code || AWAY.test(code);

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
