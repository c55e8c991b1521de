import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { openPlaces } from "../../domain/objects/index.ts";
import { noteBackup } from "../../domain/watch/index.ts";
import { systemClock } from "../../ports/clock.ts";
import type { Bucket, Storage } from "../../ports/storage/index.ts";
import { joinStores } from "../../ports/storage/index.ts";
import { openS3, type S3Settings } from "../../ports/storage/s3.ts";
import { openDatabase } from "../database.ts";
import { dumpRows, listTables } from "./copy-format.ts";
import { type BackedUp, type Manifest, stampOf } from "./manifest.ts";
import { dumpWith, findProgram } from "./pg-programs.ts";
import type { Seal } from "./seal.ts";
import { forget, newest, readManifest, writeManifest } from "./shelf.ts";
import { measured, sideBySide } from "./streams.ts";
import type { Target } from "./target.ts";

/** Any number that only this program uses: two backups at once would remove each other's files. */
const BACKUP_LOCK = 7_241_002;
const OBJECTS_AT_ONCE = 4;
/** What only proves that a store works. */
const TEMPORARY = /^(doctor|health)\//;

interface BackupOptions {
  databaseUrl: string;
  stores: readonly S3Settings[];
  target: Target;
  seal: Seal;
  keepDays: number;
  now: Date;
  /** Leaves pg_dump aside, also where there is one. */
  withoutPrograms?: boolean;
}

export interface BackupDone {
  name: string;
  manifest: Manifest;
  /** Objects whose bytes had to be copied; the others are in an older backup's files. */
  copied: number;
  /** Objects that were deleted while the backup was made. */
  vanished: number;
  /** Older backups that went. */
  removed: string[];
}

/**
 * Makes a backup: first a dump of the database as one moment shows it, then every object that the newest backup has not,
 * then the manifest, and the database remembers when that was; at last what is older than `keepDays` goes. Rows point to
 * objects, so the objects come second: what the dump names is there, unless somebody deleted it meanwhile. Throws when
 * another backup is being made.
 */
export async function makeBackup(options: BackupOptions): Promise<BackupDone> {
  const { target, seal, now, keepDays } = options;
  const name = stampOf(now);
  const client = new pg.Client({ connectionString: direct(options.databaseUrl) });
  await client.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>("select pg_try_advisory_lock($1) as mine", [
      BACKUP_LOCK,
    ]);
    if (!rows[0]?.mine) throw new Error("another backup is being made");
    const database = await dumpDatabase(client, name, options);
    const older = await newest(target, seal);
    const before = older ? await readManifest(target, seal, older) : null;
    const { objects, copied, vanished } = await copyObjects(before?.objects ?? [], options);
    const manifest: Manifest = { version: 1, at: now.toISOString(), database, objects };
    await writeManifest(target, seal, name, manifest);
    await remember(options);
    const removed = await forget(target, seal, keepDays, now);
    return { name, manifest, copied, vanished, removed };
  } finally {
    await client.end();
  }
}

async function remember({ databaseUrl, now }: BackupOptions): Promise<void> {
  const database = await openDatabase(databaseUrl);
  try {
    await database.commit([noteBackup(database.db, now)]);
  } finally {
    await database.close();
  }
}

/** Neon's pooler hands a connection's statements to different sessions; snapshots and locks need one. */
const direct = (url: string): string => url.replace(/^(.*@ep-[\w-]+)-pooler\./, "$1.");

async function dumpDatabase(
  client: pg.Client,
  name: string,
  options: BackupOptions,
): Promise<Manifest["database"]> {
  const { target, seal } = options;
  await client.query("begin transaction isolation level repeatable read, read only");
  const { rows: facts } = await client.query<{ major: string; snapshot: string }>(
    "select current_setting('server_version_num')::int / 10000 as major, pg_export_snapshot() as snapshot",
  );
  const { major = "0", snapshot = "" } = facts[0] ?? {};
  const tables = await listTables(client);
  const rows: Record<string, number> = {};
  for (const table of tables) {
    const { rows: counted } = await client.query<{ n: string }>(
      `select count(*) as n from public."${table.name}"`,
    );
    rows[table.name] = Number(counted[0]?.n);
  }
  const program = options.withoutPrograms ? null : findProgram("pg_dump", Number(major));
  const dump = program ? dumpWith(program, direct(options.databaseUrl), snapshot) : dumpRows(client, tables);
  const { stream, facts: measure } = measured(dump);
  const file = `${name}/database.${program ? "dump" : "copy.gz"}${seal.ending}`;
  await target.write(file, await seal.close(stream));
  const { rows: applied } = await client.query<{ n: string }>(
    "select count(*) as n from drizzle.__drizzle_migrations",
  );
  await client.query("commit");
  return {
    format: program ? "pg_dump" : "copy",
    file,
    ...measure(),
    migrations: Number(applied[0]?.n),
    rows,
  };
}

async function copyObjects(known: readonly BackedUp[], options: BackupOptions) {
  const { stores, target, seal } = options;
  const before = new Map(known.map((object) => [`${object.bucket}/${object.key}`, object]));
  const database = await openDatabase(options.databaseUrl);
  const objects: BackedUp[] = [];
  let copied = 0;
  let vanished = 0;
  try {
    const storage = openAll(stores, database);
    for (const bucket of ["transcripts", "avatars"] as const) {
      const fresh: { key: string; length: number; etag: string }[] = [];
      for await (const object of storage.list(bucket, "")) {
        if (TEMPORARY.test(object.key)) continue;
        const old = before.get(`${bucket}/${object.key}`);
        if (old && old.etag === object.etag && old.length === object.length && object.etag) objects.push(old);
        else fresh.push(object);
      }
      await sideBySide(fresh, OBJECTS_AT_ONCE, async (object) => {
        const one = await copyOne(storage, bucket, object, target, seal);
        if (one) objects.push(one);
        else vanished++;
        copied += one ? 1 : 0;
      });
    }
  } finally {
    await database.close();
  }
  return { objects, copied, vanished };
}

async function copyOne(
  storage: Pick<Storage, "get">,
  bucket: Bucket,
  { key, etag }: { key: string; etag: string },
  target: Target,
  seal: Seal,
): Promise<BackedUp | null> {
  const stored = await storage.get(bucket, key);
  if (!stored) return null;
  const name = seal.nameOf(`${bucket}/${key}\n${etag}\n${stored.length}`);
  const file = `objects/${name.slice(0, 2)}/${name}${seal.ending}`;
  const { stream, facts } = measured(stored.body);
  await target.write(file, await seal.close(stream));
  const { bytes, sha256 } = facts();
  if (bytes !== stored.length) throw new Error(`an object ended after ${bytes} of ${stored.length} bytes`);
  return { bucket, key, length: bytes, type: stored.type, etag, sha256, file };
}

/** All stores as one: what is out of place is read where it is. */
export function openAll(
  stores: readonly S3Settings[],
  { db }: Pick<Awaited<ReturnType<typeof openDatabase>>, "db">,
): Storage {
  const [primary, fallback] = stores;
  if (!primary) throw new Error("no store is configured: set R2_ENDPOINT or MINIO_ENDPOINT");
  const opened = { primary: openS3(primary), fallback: fallback ? openS3(fallback) : null };
  return joinStores(opened, openPlaces(db, systemClock));
}

/** How many migrations this program knows. */
export const knownMigrations = (): number =>
  (
    JSON.parse(
      readFileSync(join(import.meta.dirname, "../../schema/migrations/meta/_journal.json"), "utf8"),
    ) as { entries: unknown[] }
  ).entries.length;
