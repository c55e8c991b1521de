import { join } from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate as applyMigrations } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";

/** Any number that only this program uses: whoever holds the lock migrates, the others wait and find nothing to do. */
const MIGRATION_LOCK = 7_241_001;

/** The folder of all migrations. */
export const MIGRATIONS = join(import.meta.dirname, "../schema/migrations");

/**
 * Brings the database to the newest schema. Safe to run twice and side by side.
 * Throws what Postgres says when a migration fails; all pending migrations are one transaction, so nothing is half done.
 */
export async function migrate(databaseUrl: string, migrationsFolder = MIGRATIONS): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl.replace("+asyncpg", "") });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await applyMigrations(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
}
