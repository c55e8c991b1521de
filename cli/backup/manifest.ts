import type { Bucket } from "../../ports/storage/index.ts";

/** What one backup holds. It is written last: a backup without it is none. */
export interface Manifest {
  version: 1;
  /** ISO 8601; also the backup's name. */
  at: string;
  database: {
    /** `pg_dump`: its custom format, gzipped inside. `copy`: our own, gzipped (docs/backups.md). */
    format: "pg_dump" | "copy";
    file: string;
    /** Of what is in the file once it is unlocked, in hexadecimal. */
    sha256: string;
    bytes: number;
    /** How many migrations the schema had. */
    migrations: number;
    /** Rows by table, counted in the dump's own snapshot. */
    rows: Record<string, number>;
  };
  objects: BackedUp[];
}

export interface BackedUp {
  bucket: Bucket;
  key: string;
  length: number;
  type: string;
  etag: string;
  sha256: string;
  /** Where its bytes are; later backups name the same file while the object is the same. */
  file: string;
}

/** "2026-11-20T02-00-00-000Z": sorts by time, and is a directory's name everywhere. */
export const stampOf = (at: Date): string => at.toISOString().replace(/[:.]/g, "-");

export const STAMP = /^(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z)\//;

export const timeOf = (stamp: string): Date =>
  new Date(stamp.replace(/^(.{10}T\d\d)-(\d\d)-(\d\d)-(\d{3}Z)$/, "$1:$2:$3.$4"));
