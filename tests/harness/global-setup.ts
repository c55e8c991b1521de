import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import type { TestProject } from "vitest/node";
import { migrate } from "../../cli/migrate.ts";
import { bundleWorker } from "../../local/bundle.ts";
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
  // A directory of this run's own, as two may be at work; inside the project, as Miniflare takes no script from outside.
  const build = join(PROJECT, ".local/test-build", randomUUID());
  project.provide("workerBundle", bundleWorker(build).file);
  const objects = mkdtempSync(join(tmpdir(), "aisha store "));
  const [postgres, store] = await Promise.all([startPostgres(), startStore(objects)]);
  await migrate(await createDatabase(postgres.url, TEMPLATE));
  project.provide("postgresUrl", postgres.url);
  project.provide("s3Url", `${(await store.ready).origin}/cdn-cgi/local/r2/s3`);

  return async () => {
    await Promise.all([postgres.close(), store.dispose()]);
    for (const path of [objects, build]) rmSync(path, { recursive: true, force: true });
  };
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
