import { storeSettings } from "../ports/storage/index.ts";
import type { S3Settings } from "../ports/storage/s3.ts";

/** As `ports/env.ts` reads a switch. */
const switchedOn = (text: string | undefined): boolean => ["true", "1", "yes"].includes(text ?? "");

/** The stores that the settings name, the primary first, read as `ports/env.ts` reads them, but without the rest being right. */
export function storesOf(settings: Record<string, string | undefined>): S3Settings[] {
  const set = Object.fromEntries(Object.entries(settings).filter(([, value]) => value)) as Record<
    string,
    string
  >;
  return storeSettings({
    R2_ENDPOINT: set.R2_ENDPOINT,
    R2_ACCOUNT_ID: set.R2_ACCOUNT_ID,
    R2_ACCESS_KEY_ID: set.R2_ACCESS_KEY_ID,
    R2_SECRET_ACCESS_KEY: set.R2_SECRET_ACCESS_KEY,
    MINIO_ENDPOINT: set.MINIO_ENDPOINT,
    MINIO_ACCESS_KEY: set.MINIO_ACCESS_KEY,
    MINIO_SECRET_KEY: set.MINIO_SECRET_KEY,
    MINIO_SECURE: switchedOn(set.MINIO_SECURE),
    MINIO_REGION: set.MINIO_REGION ?? "us-east-1",
    MINIO_PUBLIC_URL: set.MINIO_PUBLIC_URL,
    MINIO_BUCKET_AVATARS: set.MINIO_BUCKET_AVATARS ?? "aisha-v2-avatars",
    MINIO_BUCKET_TRANSCRIPTS: set.MINIO_BUCKET_TRANSCRIPTS ?? "aisha-v2-transcripts",
  });
}
