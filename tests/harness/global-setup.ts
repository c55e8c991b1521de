import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { migrate } from "../../cli/migrate.ts";
import { bundleWorker } from "../../local/bundle.ts";
import { startPostgres } from "../../local/postgres.ts";
import { createDatabase, TEMPLATE } from "./database.ts";
import { startStore } from "./store.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The owner's connection string; each test makes its own database with `freshDatabase`. */
    postgresUrl: string;
    /** Endpoint of an S3 store with both buckets; credentials local / local-secret. */
    s3Url: string;
    /** The built worker, one ES module. */
    workerBundle: string;
  }
}

const PROJECT = join(import.meta.dirname, "../..");

/** What all journeys share: Postgres with a migrated template, an S3 store, and the worker built once. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  // A directory of this run's own, as two may be at work; inside the project, as Miniflare takes no script from outside.
  const build = join(PROJECT, ".local/test-build", randomUUID());
  project.provide("workerBundle", bundleWorker(build).file);
  const objects = mkdtempSync(join(tmpdir(), "aisha store "));
  const [postgres, store] = await Promise.all([startPostgres(), startStore(objects)]);
  await migrate(await createDatabase(postgres.url, TEMPLATE));
  project.provide("postgresUrl", postgres.url);
  project.provide("s3Url", store.url);

  return async () => {
    await Promise.all([postgres.close(), store.close()]);
    for (const path of [objects, build]) rmSync(path, { recursive: true, force: true });
  };
}
