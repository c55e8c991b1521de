import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsClient } from "aws4fetch";
import { type Fault, startFlakyProxy } from "../storage/flaky-proxy.ts";
import { BUCKETS, CREDENTIALS, startStore } from "./store.ts";

/** A store that can be switched off. */
export interface FlakyStore {
  /** Through the switch, for the worker. */
  endpoint: string;
  /** Past the switch, for the test's own look. */
  direct: string;
  /** What it does with every request, or with those of one method, or about one key, from now on. */
  fail(fault: Fault, method?: string, key?: string): Promise<unknown>;
  mend(): Promise<unknown>;
  close(): Promise<void>;
}

export async function startFlakyStore(): Promise<FlakyStore> {
  const home = mkdtempSync(join(tmpdir(), "aisha primary "));
  const store = await startStore(home);
  const proxy = await startFlakyProxy(store.url);
  const tell = (query: string) => fetch(`${proxy.url}/__fail?${query}`, { method: "POST" });
  return {
    endpoint: `${proxy.url}${new URL(store.url).pathname}`,
    direct: store.url,
    fail: (fault, method, key) =>
      tell(`times=${1e9}&fault=${fault}${method ? `&method=${method}` : ""}${key ? `&key=${key}` : ""}`),
    mend: () => tell("times=0"),
    async close() {
      await proxy.close();
      await store.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** A store that is only looked at. */
export interface Shelf {
  endpoint: string;
  accessKeyId: string;
  secretAccessKey: string;
  region: string;
}

/** The local store, or the server that MINIO_* names, as the settings of a fallback. */
export function namedShelf(local: string): Shelf {
  const { MINIO_ENDPOINT: host, MINIO_ACCESS_KEY, MINIO_SECRET_KEY, MINIO_REGION } = process.env;
  if (!host) return { endpoint: local, ...CREDENTIALS, region: "auto" };
  return {
    endpoint: /^https?:/.test(host) ? host : `http://${host}`,
    accessKeyId: MINIO_ACCESS_KEY ?? "",
    secretAccessKey: MINIO_SECRET_KEY ?? "",
    region: MINIO_REGION ?? "us-east-1",
  };
}

/** An object of the transcripts bucket, asked past the worker; null when there is none. */
export async function readObject(store: string | Shelf, key: string): Promise<Uint8Array | null> {
  const shelf = typeof store === "string" ? { endpoint: store, ...CREDENTIALS, region: "auto" } : store;
  const { endpoint, ...keys } = shelf;
  const aws = new AwsClient({ ...keys, service: "s3", retries: 0 });
  const answer = await aws.fetch(`${endpoint}/${BUCKETS.transcripts}/${key}`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return answer.ok ? bytes : null;
}
