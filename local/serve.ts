import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { convertV4MiniflareOptions, Miniflare } from "miniflare";
import { databaseUrl } from "../cli/database.ts";
import { knownSettings, loadSettings, readWrangler } from "../cli/settings.ts";
import { bundleWorker } from "./bundle.ts";
import { onEnd } from "./parent.ts";

/**
 * The Worker on a machine of one's own, until it is told to end: the built bundle in workerd, its queues, and the cron.
 * Settings come from the environment (also as NAME_FILE) and .env. HOST and PORT say where it listens, STATE_DIR where
 * its cache is kept; everything else is in Postgres and in the store, so it can be replaced at any moment.
 */
const PROJECT = join(import.meta.dirname, "..");
const EVERY_MS = 60_000;

loadSettings(undefined);
const { env } = process;
env.DATABASE_URL ||= databaseUrl(env);
const settings = Object.fromEntries(
  knownSettings()
    .map((name) => [name, env[name]] as const)
    .filter((entry): entry is [string, string] => Boolean(entry[1])),
);

const built = join(PROJECT, "dist/index.js");
const script = existsSync(built) ? built : bundleWorker(join(PROJECT, "dist")).file;
const state = env.STATE_DIR || join(PROJECT, ".local/serve");
mkdirSync(state, { recursive: true });

const { queues, compatibility_date } = readWrangler(undefined);
const worker = new Miniflare(
  convertV4MiniflareOptions({
    host: env.HOST || "127.0.0.1",
    port: Number(env.PORT || 8787),
    cf: false,
    modules: true,
    scriptPath: script,
    compatibilityDate: compatibility_date,
    bindings: settings,
    queueProducers: Object.fromEntries(
      (queues?.producers ?? []).map(({ binding, queue }) => [binding, queue]),
    ),
    queueConsumers: Object.fromEntries(
      (queues?.consumers ?? []).map((consumer) => [
        consumer.queue,
        {
          maxBatchSize: consumer.max_batch_size,
          maxBatchTimeout: consumer.max_batch_timeout,
          maxRetries: consumer.max_retries,
          ...(consumer.dead_letter_queue && { deadLetterQueue: consumer.dead_letter_queue }),
        },
      ]),
    ),
    resourcePersistencePath: state,
    handleStructuredLogs: ({ message }: { message: string }) => console.log(message.trimEnd()),
  } as Parameters<typeof convertV4MiniflareOptions>[0]),
);

onEnd(async () => {
  clearInterval(cron);
  await worker.dispose();
  process.exit(0);
});
const url = await worker.ready;
const tick = async () => {
  const handle = (await worker.getWorker()) as unknown as { scheduled(): Promise<unknown> };
  // A tick that fails is the next one's work.
  await handle.scheduled().catch((error: unknown) => console.error(String(error)));
};
const cron = setInterval(tick, EVERY_MS);
console.log(JSON.stringify({ event: "serving", url: url.origin }));
// The queues live in memory: what was under way when the last worker ended is taken up now.
await tick();
