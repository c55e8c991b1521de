import process from "node:process";
import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import type { Db, Statement } from "../ports/postgres.ts";

/** A direct connection for the operator's commands: plain Postgres, no proxy needed. */
export interface Database {
  db: Db;
  /** Commits all statements or none, in order; answers each one's rows. */
  commit(statements: readonly Statement[]): Promise<unknown[]>;
  close(): Promise<void>;
}

/**
 * The connection string: DATABASE_URL, or its parts as the deployment guide names them.
 * Throws when neither is there.
 */
export function databaseUrl(env: Record<string, string | undefined>): string {
  if (env.DATABASE_URL) return env.DATABASE_URL.replace("+asyncpg", "");
  const {
    POSTGRES_USER,
    POSTGRES_PASSWORD,
    POSTGRES_DB,
    POSTGRES_HOST = "localhost",
    POSTGRES_PORT = "5432",
  } = env;
  if (!POSTGRES_USER || !POSTGRES_DB)
    throw new Error("set DATABASE_URL, or POSTGRES_USER, POSTGRES_PASSWORD and POSTGRES_DB");
  const login = `${encodeURIComponent(POSTGRES_USER)}:${encodeURIComponent(POSTGRES_PASSWORD ?? "")}`;
  return `postgresql://${login}@${POSTGRES_HOST}:${POSTGRES_PORT}/${POSTGRES_DB}`;
}

/** A sleeping Neon database wakes within a few seconds. */
const CONNECT_TIMEOUT_MS = 15_000;

/** Domain code asks side by side, as it may over HTTP; one connection answers one question after the other. */
function takeTurns(client: pg.Client): void {
  const ask = client.query.bind(client) as (...args: unknown[]) => Promise<unknown>;
  let last: Promise<unknown> = Promise.resolve();
  client.query = ((...args: unknown[]) => {
    const answer = last.then(() => ask(...args));
    last = answer.catch(() => undefined);
    return answer;
  }) as typeof client.query;
}

export async function openDatabase(url: string): Promise<Database> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  await client.connect();
  takeTurns(client);
  const db = drizzle(client);
  async function commit(statements: readonly Statement[]): Promise<unknown[]> {
    const rows: unknown[] = [];
    await client.query("begin");
    try {
      for (const statement of statements) rows.push(await (statement as unknown as Promise<unknown>));
      await client.query("commit");
      return rows;
    } catch (error) {
      await client.query("rollback");
      throw error;
    }
  }
  return {
    // The query builder is the same; only `batch` is Neon's.
    db: Object.assign(db, { batch: commit }) as unknown as Db,
    commit,
    close: () => client.end(),
  };
}

/** Runs `act` on the database that the settings name, and closes it whatever happens. */
export async function withDatabase<T>(act: (database: Database) => Promise<T>): Promise<T> {
  const database = await openDatabase(databaseUrl(process.env));
  try {
    return await act(database);
  } finally {
    await database.close();
  }
}
