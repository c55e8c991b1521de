import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { putUnsized } from "../../ports/storage/put-unsized.ts";
import { openS3, type S3Settings } from "../../ports/storage/s3.ts";
import { setUpStore } from "../buckets.ts";
import { MIGRATIONS, migrate } from "../migrate.ts";
import { loadRows } from "./copy-format.ts";
import { knownMigrations } from "./make.ts";
import type { BackedUp, Manifest } from "./manifest.ts";
import { findProgram, restoreWith } from "./pg-programs.ts";
import type { Seal } from "./seal.ts";
import { readManifest } from "./shelf.ts";
import { measured, sideBySide } from "./streams.ts";
import type { Target } from "./target.ts";

const OBJECTS_AT_ONCE = 4;

interface RestoreOptions {
  databaseUrl: string;
  /** Objects go to the first one. */
  stores: readonly S3Settings[];
  target: Target;
  seal: Seal;
  name: string;
}

export interface Restored {
  manifest: Manifest;
  rows: number;
  objects: number;
}

/**
 * Brings a backup into an empty system: the database, then the migrations that came after it, then the objects. Every
 * table's rows are counted and every object's digest is compared. Throws when the system is not empty.
 */
export async function restoreBackup(options: RestoreOptions): Promise<Restored> {
  const { databaseUrl, stores, target, seal, name } = options;
  const [store] = stores;
  if (!store) throw new Error("no store is configured: set R2_ENDPOINT or MINIO_ENDPOINT");
  const manifest = await readManifest(target, seal, name);
  if (manifest.database.migrations > knownMigrations())
    throw new Error("this backup is of a newer program: restore it with that one");
  await emptyDatabase(databaseUrl);
  await restoreDatabase(manifest, options);
  const refused = (await setUpStore(store, [])).filter(
    ({ step, outcome }) => step === "bucket" && outcome === "refused",
  );
  if (refused.length > 0)
    throw new Error(`no bucket ${refused.map(({ bucket, detail }) => `${bucket}: ${detail}`).join("; ")}`);
  const storage = openS3(store);
  await sideBySide(manifest.objects, OBJECTS_AT_ONCE, async (object) => {
    const { stream, check } = await openObject(object, target, seal);
    await putUnsized(storage, object.bucket, object.key, stream, {
      type: object.type,
      most: Math.max(object.length, 1),
    });
    check();
  });
  const rows = Object.values(manifest.database.rows).reduce((sum, n) => sum + n, 0);
  return { manifest, rows, objects: manifest.objects.length };
}

/** Reads a whole backup and compares every digest; changes nothing. */
export async function verifyBackup(target: Target, seal: Seal, name: string): Promise<Manifest> {
  const manifest = await readManifest(target, seal, name);
  const { stream, check } = await openDump(manifest, target, seal);
  await stream.pipeTo(new WritableStream());
  check();
  await sideBySide(manifest.objects, OBJECTS_AT_ONCE, async (object) => {
    const opened = await openObject(object, target, seal);
    await opened.stream.pipeTo(new WritableStream());
    opened.check();
  });
  return manifest;
}

async function openFile(file: string, what: string, sha256: string, target: Target, seal: Seal) {
  const stored = await target.read(file);
  if (!stored) throw new Error(`${what} is missing from the backup`);
  const { stream, facts } = measured(await seal.open(stored));
  return {
    stream,
    check: () => {
      if (facts().sha256 !== sha256) throw new Error(`${what} is not what was backed up: its digest differs`);
    },
  };
}

const openObject = (object: BackedUp, target: Target, seal: Seal) =>
  openFile(object.file, `${object.bucket}/${object.key}`, object.sha256, target, seal);

const openDump = ({ database }: Manifest, target: Target, seal: Seal) =>
  openFile(database.file, "the database's dump", database.sha256, target, seal);

/** Makes room for the dump. What a migration writes counts as nothing; people and jobs do not. */
async function emptyDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const table of ["users", "jobs", "telegram_updates"]) {
      const { rows } = await client.query<{ there: boolean }>("select to_regclass($1) is not null as there", [
        `public.${table}`,
      ]);
      if (!rows[0]?.there) continue;
      const { rowCount } = await client.query(`select from public.${table} limit 1`);
      if (rowCount) throw new Error(`the database is not empty: ${table} has rows. Restore into a new one`);
    }
    await client.query(
      "drop schema if exists drizzle cascade; drop schema public cascade; create schema public",
    );
  } finally {
    await client.end();
  }
}

async function restoreDatabase(
  manifest: Manifest,
  { databaseUrl, target, seal }: RestoreOptions,
): Promise<void> {
  const { database } = manifest;
  const { stream, check } = await openDump(manifest, target, seal);
  if (database.format === "pg_dump") {
    const major = await majorOf(databaseUrl);
    const program = findProgram("pg_restore", major);
    if (!program)
      throw new Error(`this backup needs pg_restore ${major} or newer: install PostgreSQL's client`);
    await restoreWith(program, databaseUrl, stream);
  } else {
    await migrateTo(databaseUrl, database.migrations);
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    try {
      await loadRows(client, stream);
    } finally {
      await client.end();
    }
  }
  check();
  await compareRows(databaseUrl, database.rows);
  await migrate(databaseUrl);
}

/** Brings an empty database to an older schema: that of the first so many migrations. */
async function migrateTo(url: string, count: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "aisha migrations "));
  try {
    cpSync(MIGRATIONS, folder, { recursive: true });
    const file = join(folder, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(file, "utf8")) as { entries: unknown[] };
    writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, count) }));
    await migrate(url, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function majorOf(url: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ major: number }>(
    "select current_setting('server_version_num')::int / 10000 as major",
  );
  await client.end();
  return rows[0]?.major ?? 0;
}

/** Then forgets what was true of the old system only: objects in its fallback store, vendors it had to leave alone. */
async function compareRows(url: string, expected: Record<string, number>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const [table, count] of Object.entries(expected)) {
      const { rows } = await client.query<{ n: string }>(`select count(*) as n from public."${table}"`);
      if (Number(rows[0]?.n) !== count)
        throw new Error(`${table} has ${rows[0]?.n} rows, the backup had ${count}`);
    }
    for (const table of ["misplaced_objects", "vendor_pauses"])
      if (table in expected) await client.query(`delete from public.${table}`);
  } finally {
    await client.end();
  }
}
