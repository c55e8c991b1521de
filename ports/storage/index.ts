import type { Env } from "../env.ts";
import type { Places } from "./places.ts";
import { openS3, type S3Settings } from "./s3.ts";
import { withFallback } from "./with-fallback.ts";

/** The two rooms of the store; the operator names the buckets. */
export type Bucket = "transcripts" | "avatars";

/** Bytes on their way out of the store. */
export interface Stored {
  body: ReadableStream<Uint8Array>;
  /** Of this body: the whole object, or the asked range. */
  length: number;
  type: string;
}

export interface ObjectFacts {
  length: number;
  type: string;
  etag: string;
}

/**
 * Objects by key. Every method throws Unavailable("storage") when later is better, and a plain error when the store
 * refuses us (keys, buckets): that is the operator's to mend.
 */
export interface Storage {
  /** Where links may lead: what browsers and vendors reach. */
  readonly publicUrls: readonly string[];
  /**
   * Writes a whole object, in one request. A stream needs its exact length in advance (S3 refuses chunked bodies) and is never
   * sent twice; what it breaks with is thrown as it is.
   */
  put(
    bucket: Bucket,
    key: string,
    body: ReadableStream<Uint8Array> | Uint8Array,
    facts: { length: number; type: string },
  ): Promise<void>;
  /** Null when there is no such object. `range` is `[start, end)` in bytes; one that holds none is a RangeError. */
  get(bucket: Bucket, key: string, range?: readonly [start: number, end: number]): Promise<Stored | null>;
  head(bucket: Bucket, key: string): Promise<ObjectFacts | null>;
  /** Removes objects; those that are gone already are fine. */
  remove(bucket: Bucket, keys: readonly string[]): Promise<void>;
  /** Keys under a prefix, in order. The same etag and length under the same key: the same bytes. */
  list(bucket: Bucket, prefix: string): AsyncGenerator<{ key: string; length: number; etag: string }>;
  /**
   * Begins an object that is written in parts; answers the name of this writing. It exists once the parts are joined.
   * Parts have at least 5 MiB and one size, except the last (S3, and R2's addition to it), and number at most 10,000.
   */
  beginParts(bucket: Bucket, key: string, type: string): Promise<string>;
  /** Whether this writing can go on now. False: its store is away, and beginning anew would find another one. */
  takesParts(bucket: Bucket, writing: string): Promise<boolean>;
  /** Writes a part (counted from 1) and answers its tag; the same number again replaces it. */
  putPart(bucket: Bucket, key: string, writing: string, number: number, bytes: Uint8Array): Promise<string>;
  /** Makes the object of all parts, by their tags in order. False when there is no such writing (any more). */
  joinParts(bucket: Bucket, key: string, writing: string, tags: readonly string[]): Promise<boolean>;
  /** Gives a writing up, and its parts. One that is gone already is fine. */
  abortParts(bucket: Bucket, key: string, writing: string): Promise<void>;
  /** A link that writes exactly this part, of exactly `length` bytes, for at most `seconds`. The answer's ETag is the part's tag. */
  presignPart(
    bucket: Bucket,
    key: string,
    part: { writing: string; number: number; length: number; seconds: number },
  ): Promise<string>;
  /** A link that reads or writes exactly this object, for at most `seconds` (7 days at the longest), and nothing else. */
  presign(
    bucket: Bucket,
    key: string,
    access: { method: "GET" | "PUT"; seconds: number; fileName?: string },
  ): Promise<string>;
  /** Asks whether it works: null when all is well, otherwise what is wrong although it does. Throws when it does not. */
  check(): Promise<string | null>;
}

type StorageSettings = Pick<
  Env,
  | "R2_ENDPOINT"
  | "R2_ACCOUNT_ID"
  | "R2_ACCESS_KEY_ID"
  | "R2_SECRET_ACCESS_KEY"
  | "MINIO_ENDPOINT"
  | "MINIO_ACCESS_KEY"
  | "MINIO_SECRET_KEY"
  | "MINIO_SECURE"
  | "MINIO_REGION"
  | "MINIO_PUBLIC_URL"
  | "MINIO_BUCKET_AVATARS"
  | "MINIO_BUCKET_TRANSCRIPTS"
>;

/** The stores that are configured. With two of them the fallback takes what the primary cannot. */
export interface Stores {
  primary: Storage;
  fallback: Storage | null;
}

/** R2 where it is configured, otherwise MinIO or any other server that speaks S3; with both, MinIO is the fallback. */
export function openStores(env: StorageSettings): Stores {
  const [primary, fallback] = storeSettings(env);
  if (!primary) throw new Error("no storage is configured");
  return { primary: openS3(primary), fallback: fallback ? openS3(fallback) : null };
}

/** The stores as one. */
export const joinStores = ({ primary, fallback }: Stores, places: Places): Storage =>
  fallback ? withFallback(primary, fallback, places) : primary;

/** Where objects live, as the settings say it: the primary store first. */
export function storeSettings(env: StorageSettings): S3Settings[] {
  const buckets = { transcripts: env.MINIO_BUCKET_TRANSCRIPTS, avatars: env.MINIO_BUCKET_AVATARS };
  const r2 =
    env.R2_ENDPOINT ?? (env.R2_ACCOUNT_ID && `https://${env.R2_ACCOUNT_ID}.r2.cloudflarestorage.com`);
  const { MINIO_ENDPOINT: host } = env;
  return [
    ...(r2
      ? [
          {
            endpoint: r2,
            accessKeyId: env.R2_ACCESS_KEY_ID ?? "",
            secretAccessKey: env.R2_SECRET_ACCESS_KEY ?? "",
            region: "auto",
            buckets,
          },
        ]
      : []),
    ...(host
      ? [
          {
            endpoint: /^https?:/.test(host) ? host : `${env.MINIO_SECURE ? "https" : "http"}://${host}`,
            publicEndpoint: env.MINIO_PUBLIC_URL,
            accessKeyId: env.MINIO_ACCESS_KEY ?? "",
            secretAccessKey: env.MINIO_SECRET_KEY ?? "",
            region: env.MINIO_REGION,
            buckets,
          },
        ]
      : []),
  ];
}
