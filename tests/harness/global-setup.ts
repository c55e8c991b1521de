import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { TestProject } from "vitest/node";
import { migrate } from "../../cli/migrate.ts";
import { startPostgres } from "../../local/postgres.ts";
import { createDatabase, TEMPLATE } from "./database.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The owner's connection string; each test makes its own database with `freshDatabase`. */
    postgresUrl: string;
    /** Endpoint of an S3 store with the buckets below; credentials local / local-secret. */
    s3Url: string;
    /** The built worker, one ES module. */
    workerBundle: string;
  }
}

const PROJECT = join(import.meta.dirname, "../..");
const BUCKETS = { LOCAL_TRANSCRIPTS: "aisha-v2-transcripts", LOCAL_AVATARS: "aisha-v2-avatars" };

/** What all journeys share: Postgres with a migrated template, an S3 store, and the worker built once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const objects = mkdtempSync(join(tmpdir(), "aisha store "));
  const [postgres, store] = await Promise.all([startPostgres(), startStore(objects)]);
  const build = join(PROJECT, ".local/test-build", randomUUID());
  project.provide("workerBundle", buildWorker(build));
  await migrate(await createDatabase(postgres.url, TEMPLATE));
  project.provide("postgresUrl", postgres.url);
  project.provide("s3Url", `${(await store.ready).origin}/cdn-cgi/local/r2/s3`);

  return async () => {
    await Promise.all([postgres.close(), store.dispose()]);
    for (const path of [objects, build]) rmSync(path, { recursive: true, force: true });
  };
}

/**
 * Builds into a directory of this run's own: two runs may be at work. It lies inside the project because Miniflare
 * takes no script from outside. Throws with wrangler's words when the worker does not build.
 */
function buildWorker(directory: string): string {
  const wrangler = join(PROJECT, "node_modules/wrangler/bin/wrangler.js");
  const built = spawnSync(process.execPath, [wrangler, "deploy", "--dry-run", "--outdir", directory], {
    cwd: PROJECT,
    encoding: "utf8",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true" },
  });
  if (built.status !== 0) throw new Error(`the worker does not build:\n${built.stdout}${built.stderr}`);
  return join(directory, "index.js");
}

/** Miniflare's S3 endpoint over local R2, with a worker that does nothing. */
function startStore(directory: string): Promise<Miniflare> {
  const s3Credentials = { accessKeyId: "local", secretAccessKey: "local-secret" };
  const store = new Miniflare(
    convertV4MiniflareOptions({
      host: "127.0.0.1",
      port: 0,
      cf: false,
      modules: true,
      script: "export default { fetch: () => new Response() }",
      compatibilityDate: "2026-10-20",
      r2Buckets: Object.fromEntries(
        Object.entries(BUCKETS).map(([binding, id]) => [binding, { id, s3Credentials }]),
      ),
      resourcePersistencePath: directory,
    } as Parameters<typeof convertV4MiniflareOptions>[0]),
  );
  return store.ready.then(() => store);
}
