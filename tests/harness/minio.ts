import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { freePort } from "../../local/free-port.ts";
import { type Guarded, runGuarded } from "../../local/guarded.ts";

/**
 * The newest MinIO that the Go module proxy has. Its RELEASE… tags are no semantic versions, so the proxy knows it by
 * commit only; it is the community edition's last state but for its archiving in April 2026.
 */
export const MINIO = "github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c";

/** The build takes minutes, once per machine. */
const BUILD_TIMEOUT_MS = 15 * 60_000;
const START_TIMEOUT_MS = 30_000;

/** The program, from the cache or built now (minutes, once per machine); or why this machine cannot build it. */
export function buildMinio(): { path: string } | { missing: string } {
  const cache = join(
    process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"),
    "aisha",
    MINIO.split("@")[1] ?? "",
  );
  const program = join(cache, "minio");
  if (existsSync(program)) return { path: program };
  if (spawnSync("go", ["version"]).status !== 0) return { missing: "Go is not installed" };
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
  return existsSync(program)
    ? { path: program }
    : { missing: `it could not be built: ${built.stderr.slice(-600)}` };
}

/** A real MinIO over `home`, with these keys. Throws when it does not come up. */
export async function startMinio(
  program: string,
  home: string,
  { accessKeyId, secretAccessKey, port }: { accessKeyId: string; secretAccessKey: string; port?: number },
): Promise<{ address: string; close(): Promise<void> }> {
  const address = `127.0.0.1:${port ?? (await freePort())}`;
  const server = runGuarded("SIGTERM", program, ["server", "--address", address, home], {
    env: { ...process.env, MINIO_ROOT_USER: accessKeyId, MINIO_ROOT_PASSWORD: secretAccessKey },
  });
  server.process.stdout?.resume();
  server.process.stderr?.resume();
  await untilReady(`http://${address}/minio/health/ready`, server).catch(async (error) => {
    await server.stop();
    throw error;
  });
  return { address, close: () => server.stop() };
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
