import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, readdir, rename, rm } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { putUnsized } from "../../ports/storage/put-unsized.ts";
import { openS3, type S3Settings } from "../../ports/storage/s3.ts";
import { storesOf } from "../stores.ts";

/** Where backups are kept: a directory, or a bucket. Names have forward slashes. */
export interface Target {
  /** For people: no secrets. */
  readonly place: string;
  /** The whole thing or nothing appears. */
  write(name: string, bytes: ReadableStream<Uint8Array>): Promise<void>;
  read(name: string): Promise<ReadableStream<Uint8Array> | null>;
  list(prefix: string): AsyncGenerator<string>;
  remove(name: string): Promise<void>;
}

type Settings = Record<string, string | undefined>;

/** `s3://bucket/prefix` is a bucket, everything else a directory. Throws when the bucket is one of the product's own. */
export function openTarget(address: string, settings: Settings): Target {
  const [, bucket, prefix = ""] = /^s3:\/\/([^/]+)\/?(.*)$/.exec(address) ?? [];
  return bucket ? openBucket(bucket, prefix, settings) : openDirectory(address.replace(/^file:\/\//, ""));
}

function openDirectory(directory: string): Target {
  return {
    place: directory,
    async write(name, bytes) {
      const file = join(directory, name);
      await mkdir(dirname(file), { recursive: true, mode: 0o700 });
      await pipeline(
        Readable.fromWeb(bytes as never),
        createWriteStream(`${file}.part`, { mode: 0o600, flush: true }),
      );
      await rename(`${file}.part`, file);
    },
    async read(name) {
      const file = join(directory, name);
      return existsSync(file)
        ? (Readable.toWeb(createReadStream(file)) as unknown as ReadableStream<Uint8Array>)
        : null;
    },
    async *list(prefix) {
      if (!existsSync(directory)) return;
      const entries = await readdir(directory, { recursive: true, withFileTypes: true });
      const names = entries
        .filter((entry) => entry.isFile() && !entry.name.endsWith(".part"))
        .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join("/"));
      yield* names.filter((name) => name.startsWith(prefix)).sort();
    },
    async remove(name) {
      await rm(join(directory, name), { force: true });
    },
  };
}

/** More than any object or dump; S3 itself allows 5 TiB. */
const MOST_BYTES = 5 * 2 ** 40;

function openBucket(bucket: string, prefix: string, settings: Settings): Target {
  const store = openS3(storeOf(bucket, settings));
  const keyOf = (name: string) => (prefix ? `${prefix.replace(/\/$/, "")}/${name}` : name);
  return {
    place: `s3://${bucket}/${prefix}`,
    async write(name, bytes) {
      await putUnsized(store, "transcripts", keyOf(name), bytes, {
        type: "application/octet-stream",
        most: MOST_BYTES,
      });
    },
    async read(name) {
      return (await store.get("transcripts", keyOf(name)))?.body ?? null;
    },
    async *list(under) {
      const skip = keyOf("").length;
      for await (const { key } of store.list("transcripts", keyOf(under))) yield key.slice(skip);
    },
    remove: (name) => store.remove("transcripts", [keyOf(name)]),
  };
}

/** A store of its own where BACKUP_ENDPOINT names one, otherwise the primary store with another bucket. */
function storeOf(bucket: string, settings: Settings): S3Settings {
  const buckets = { transcripts: bucket, avatars: bucket };
  const {
    BACKUP_ENDPOINT: endpoint,
    BACKUP_ACCESS_KEY_ID,
    BACKUP_SECRET_ACCESS_KEY,
    BACKUP_REGION,
  } = settings;
  if (endpoint)
    return {
      endpoint,
      accessKeyId: BACKUP_ACCESS_KEY_ID ?? "",
      secretAccessKey: BACKUP_SECRET_ACCESS_KEY ?? "",
      region: BACKUP_REGION || "auto",
      buckets,
    };
  const [primary] = storesOf(settings);
  if (!primary) throw new Error("no store for backups: set BACKUP_ENDPOINT with its keys");
  if (Object.values(primary.buckets).includes(bucket))
    throw new Error(`${bucket} holds what is to be backed up: name another bucket`);
  return { ...primary, buckets };
}
