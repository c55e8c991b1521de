import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsClient } from "aws4fetch";
import { buildMinio, startMinio } from "../harness/minio.ts";
import { BUCKETS } from "../harness/store.ts";

const PROJECT = join(import.meta.dirname, "../..");

/**
 * Runs the storage contract against a real MinIO, and outages with it as the fallback: `node tests/storage/minio.ts`. Where it cannot be built (no Go, no
 * module proxy) that is said loudly, and is no failure.
 */
async function main(): Promise<number> {
  const program = buildMinio();
  if ("missing" in program) {
    console.log(`\n*** THE STORAGE CONTRACT WAS NOT RUN AGAINST MINIO: ${program.missing}\n`);
    return 0;
  }
  const home = mkdtempSync(join(tmpdir(), "aisha minio "));
  const keys = { accessKeyId: "contract", secretAccessKey: randomBytes(18).toString("hex") };
  const server = await startMinio(program.path, home, keys);
  const { address } = server;
  try {
    await makeBuckets(`http://${address}`, keys);
    return await runTests({
      MINIO_ENDPOINT: address,
      MINIO_ACCESS_KEY: keys.accessKeyId,
      MINIO_SECRET_KEY: keys.secretAccessKey,
      MINIO_SECURE: "false",
      MINIO_REGION: "us-east-1",
      MINIO_BUCKET_TRANSCRIPTS: BUCKETS.transcripts,
      MINIO_BUCKET_AVATARS: BUCKETS.avatars,
    });
  } finally {
    await server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function makeBuckets(
  endpoint: string,
  keys: { accessKeyId: string; secretAccessKey: string },
): Promise<void> {
  // It says that it is ready a moment before it is: until then it answers 503.
  const aws = new AwsClient({ ...keys, service: "s3", region: "us-east-1", retries: 10 });
  for (const bucket of Object.values(BUCKETS)) {
    const made = await aws.fetch(`${endpoint}/${bucket}`, { method: "PUT" });
    if (!made.ok) throw new Error(`MinIO made no bucket ${bucket}: ${made.status} ${await made.text()}`);
  }
}

/** The contract, and the journeys through an outage with this server as the fallback. */
async function runTests(settings: Record<string, string>): Promise<number> {
  const contract = await runVitest(settings, "--project", "storage");
  // By name alone, whichever project it belongs to, so that moving it does not lose it here.
  const all = { ...settings, ALL_TESTS: "true" };
  const journeys = await runVitest(all, "tests/journeys/fallback.test.ts");
  return contract || journeys;
}

function runVitest(settings: Record<string, string>, ...parameters: string[]): Promise<number> {
  const vitest = join(PROJECT, "node_modules/vitest/vitest.mjs");
  const run = spawn(process.execPath, [vitest, "run", ...parameters], {
    cwd: PROJECT,
    env: { ...process.env, ...settings },
    stdio: "inherit",
  });
  return new Promise((resolve) => run.once("exit", (code) => resolve(code ?? 1)));
}

process.exitCode = await main();
