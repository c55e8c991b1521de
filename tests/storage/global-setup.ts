import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import type { S3Settings } from "../../ports/storage/s3.ts";
import { BUCKETS, CREDENTIALS, startStore } from "../harness/store.ts";
import { startFlakyProxy } from "./flaky-proxy.ts";

/** A server to test against. */
export interface Target {
  name: string;
  settings: S3Settings;
  /** The same server behind the flaky proxy. */
  flaky: string;
  /** Local R2 ignores the file name that a link asks for (workers-sdk, r2/s3). */
  namesFiles: boolean;
  /** A second server behind it: both together promise what one does. */
  fallback?: S3Settings;
}

declare module "vitest" {
  interface ProvidedContext {
    /** The local R2 always, and the server that MINIO_* names. */
    stores: Target[];
  }
}

/** Two servers as one are tested with the long proofs: the contract takes ten seconds for each. */
const withLong = Boolean(process.env.CI || process.env.ALL_TESTS);

/** The servers that the contract is tested against. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const home = mkdtempSync(join(tmpdir(), "aisha store "));
  const [local, second] = await Promise.all([
    startStore(join(home, "first")),
    withLong ? startStore(join(home, "second")) : null,
  ]);
  const localR2 = { ...CREDENTIALS, region: "auto", buckets: BUCKETS };
  const known: Omit<Target, "flaky">[] = [
    {
      name: "local R2",
      settings: { endpoint: local.url, ...localR2 },
      namesFiles: false,
    },
    ...(second
      ? [
          {
            name: "local R2 before another",
            settings: { endpoint: local.url, ...localR2 },
            fallback: { endpoint: second.url, ...localR2 },
            namesFiles: false,
          },
        ]
      : []),
    ...namedByEnvironment(process.env),
  ];
  const proxies = await Promise.all(known.map(({ settings }) => startFlakyProxy(settings.endpoint)));
  const behind = (endpoint: string, proxy = "") => `${proxy}${new URL(endpoint).pathname}`.replace(/\/$/, "");
  project.provide(
    "stores",
    known.map((store, i) => ({ ...store, flaky: behind(store.settings.endpoint, proxies[i]?.url) })),
  );
  return async () => {
    await Promise.all([local.close(), second?.close(), ...proxies.map((proxy) => proxy.close())]);
    rmSync(home, { recursive: true, force: true });
  };
}

/** A real server, tested only where the operator says so; it must have both buckets. */
function namedByEnvironment(env: NodeJS.ProcessEnv): Omit<Target, "flaky">[] {
  const { MINIO_ENDPOINT: host, MINIO_ACCESS_KEY, MINIO_SECRET_KEY, MINIO_SECURE, MINIO_REGION } = env;
  if (!host) return [];
  const scheme = MINIO_SECURE === "true" ? "https" : "http";
  return [
    {
      name: `the server at ${host}`,
      settings: {
        endpoint: /^https?:/.test(host) ? host : `${scheme}://${host}`,
        accessKeyId: MINIO_ACCESS_KEY ?? "",
        secretAccessKey: MINIO_SECRET_KEY ?? "",
        region: MINIO_REGION ?? "us-east-1",
        buckets: {
          transcripts: env.MINIO_BUCKET_TRANSCRIPTS ?? BUCKETS.transcripts,
          avatars: env.MINIO_BUCKET_AVATARS ?? BUCKETS.avatars,
        },
      },
      namesFiles: true,
    },
  ];
}
