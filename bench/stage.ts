import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { migrate } from "../cli/migrate.ts";
import { bundleWorker } from "../local/bundle.ts";
import { type NeonProxy, startNeonProxy } from "../local/neon-proxy/index.ts";
import { startPostgres } from "../local/postgres.ts";
import { CREDENTIALS, startStore } from "../tests/harness/store.ts";
import { type RunningWorker, startWorker } from "../tests/harness/worker.ts";

export const SECRET = "a-secret-for-the-benchmark";
const PROJECT = join(import.meta.dirname, "..");

/** What the worker stands on. */
export interface Stage {
  proxy: NeonProxy;
  /** The store's endpoint; buckets come after it. */
  storeUrl: string;
  /** Asks Postgres directly, past the proxy. */
  query(sql: string): Promise<Record<string, unknown>[]>;
  /** Starts the built worker with this ground and these settings; without consumers its queues swallow what is sent. */
  startWorker(
    settings: Record<string, string>,
    options?: { consumers?: boolean; batchSize?: number; inspected?: boolean },
  ): Promise<RunningWorker>;
  close(): Promise<void>;
}

/** A real Postgres that waits for its disk as in production, Neon's front before it, a store, and the worker built. */
export async function setStage(): Promise<Stage> {
  const home = mkdtempSync(join(tmpdir(), "aisha bench "));
  // Inside the project, because Miniflare takes no script from outside.
  const build = join(PROJECT, ".local", `bench-${process.pid}`);
  const closers: (() => Promise<unknown>)[] = [];
  const close = async () => {
    for (const end of closers.reverse()) await end();
    for (const path of [home, build]) rmSync(path, { recursive: true, force: true });
  };
  try {
    const postgres = await startPostgres({ directory: join(home, "postgres") });
    closers.push(() => postgres.close());
    await migrate(postgres.url);
    const proxy = await startNeonProxy({ postgresUrl: postgres.url });
    closers.push(() => proxy.close());
    const store = await startStore(join(home, "store"));
    closers.push(() => store.close());
    const pool = new pg.Pool({ connectionString: postgres.url, max: 1 });
    closers.push(() => pool.end());
    const bundle = bundleWorker(build, "bench/door.ts");
    const ground = {
      BOT_USERNAME: "aisha_bot",
      TELEGRAM_BOT_TOKEN: "1000001:token-of-the-benchmark",
      TELEGRAM_WEBHOOK_SECRET: SECRET,
      DATABASE_URL: postgres.url,
      DATABASE_HTTP_ENDPOINT: proxy.sqlEndpoint,
      MINIO_ENDPOINT: store.url,
      MINIO_ACCESS_KEY: CREDENTIALS.accessKeyId,
      MINIO_SECRET_KEY: CREDENTIALS.secretAccessKey,
      MINIO_REGION: "auto",
      OPENAI_API_KEY: "sk-benchmark",
      ENVIRONMENT: "bench",
    };
    return {
      proxy,
      storeUrl: store.url,
      query: async (sql) => (await pool.query(sql)).rows,
      async startWorker(settings, options) {
        const worker = await startWorker(bundle.file, { ...ground, ...settings }, options);
        closers.push(() => worker.kill());
        return worker;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
