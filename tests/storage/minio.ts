import { spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AwsClient } from "aws4fetch";
import { freePort } from "../../local/free-port.ts";
import { type Guarded, runGuarded } from "../../local/guarded.ts";
import { BUCKETS } from "../harness/store.ts";

/**
 * The newest MinIO that the Go module proxy has. Its RELEASE… tags are no semantic versions, so the proxy knows it by
 * commit only; it is the community edition's last state but for its archiving in April 2026.
 */
const MINIO = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c";

/** The build takes minutes, once per machine. */
const BUILD_TIMEOUT_MS = 15 * 60_000;
const START_TIMEOUT_MS = 30_000;

const PROJECT = join(import.meta.dirname, "../..");

/**
 * Runs the storage contract against a real MinIO, and outages with it as the fallback: `node tests/storage/minio.ts`. Where it cannot be built (no Go, no
 * module proxy) that is said loudly, and is no failure.
 */
async function main(): Promise<number> {
  const program = build();
  if (!program) return 0;
  const home = mkdtempSync(join(tmpdir(), "aisha minio "));
  const port = await freePort();
  const keys = { accessKeyId: "contract", secretAccessKey: randomBytes(18).toString("hex") };
  const address = `127.0.0.1:${port}`;
  const server = runGuarded("SIGTERM", program, ["server", "--address", address, home], {
    env: { ...process.env, MINIO_ROOT_USER: keys.accessKeyId, MINIO_ROOT_PASSWORD: keys.secretAccessKey },
  });
  server.process.stdout?.resume();
  server.process.stderr?.resume();
  try {
    await untilReady(`http://${address}/minio/health/ready`, server);
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
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** The program, from the cache or built now; null when this machine cannot build it. */
function build(): string | null {
  const cache = join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
    "aisha",
    MINIO.split("@")[1] ?? "",
  );
  const program = join(cache, "minio");
  if (existsSync(program)) return program;
  if (spawnSync("go", ["version"]).status !== 0) return leaveOut("Go is not installed");
  const unfinished = `${cache}.${process.pid}`;
  mkdirSync(unfinished, { recursive: true });
  console.log(`building ${MINIO} (minutes, once)`);
  const built = spawnSync("nice", ["go", "install", "-trimpath", "-ldflags=-s -w", MINIO], {
    cwd: unfinished,
    env: { ...process.env, GOBIN: unfinished },
    encoding: "utf8",
    timeout: BUILD_TIMEOUT_MS,
  });
  if (built.status === 0 && !existsSync(cache)) renameSync(unfinished, cache);
  rmSync(unfinished, { recursive: true, force: true });
  return existsSync(program) ? program : leaveOut(`it could not be built: ${built.stderr.slice(-600)}`);
}

function leaveOut(why: string): null {
  console.log(`\n*** THE STORAGE CONTRACT WAS NOT RUN AGAINST MINIO: ${why}\n`);
  return null;
}

async function untilReady(url: string, server: Guarded): Promise<void> {
  const tooLate = Date.now() + START_TIMEOUT_MS;
  const died = server.ended.then((how) => `MinIO ended before it was ready (${how})`);
  while (Date.now() < tooLate) {
    const ready = await Promise.race([fetch(url).catch(() => null), died]);
    if (typeof ready === "string") throw new Error(ready);
    if (ready?.ok) return;
    await pause(100);
  }
  throw new Error("MinIO did not become ready");
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
  const journeys = await runVitest(settings, "--project", "journeys", "tests/journeys/fallback.test.ts");
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
