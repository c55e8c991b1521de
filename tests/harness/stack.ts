import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AwsClient } from "aws4fetch";
import pg from "pg";
import { inject } from "vitest";
import { type NeonProxy, startNeonProxy } from "../../local/neon-proxy/index.ts";
import { type FalSimulator, startFal } from "../../simulators/fal/index.ts";
import { type OpenAISimulator, startOpenAI } from "../../simulators/openai/index.ts";
import { startTelegram, type TelegramSimulator } from "../../simulators/telegram/index.ts";
import { freshDatabase } from "./database.ts";
import { startFront } from "./front.ts";
import { type RunningWorker, startWorker } from "./worker.ts";

export const SECRET = "a-secret-for-the-webhook";
export const OPENAI_KEY = "sk-key-of-the-speech-service";

/** The whole product with everything around it: built worker, real Postgres, S3, and the vendors' simulators. */
export interface Stack {
  telegram: TelegramSimulator;
  openai: OpenAISimulator;
  fal: FalSimulator;
  proxy: NeonProxy;
  worker: RunningWorker;
  settings: Record<string, string>;
  /** Asks Postgres directly, past the proxy. */
  query<Row = Record<string, unknown>>(sql: string, params?: unknown[]): Promise<Row[]>;
  /** The bytes of an object in the transcripts bucket, asked past the worker; null when there is none. */
  object(key: string): Promise<Uint8Array | null>;
  /** Ends the worker as a power cut would, and starts it anew at the same address for Telegram. */
  restart(): Promise<void>;
  /** Lets time pass for every job: leases end, delays are over, lost wake-ups count as lost. Then one tick of the cron. */
  later(seconds?: number, worker?: RunningWorker): Promise<void>;
  /** Waits until nobody has anything left to do that is due, or soon will be: what was shown has been noted, too. */
  quiet(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

interface StackOptions {
  settings?: Record<string, string>;
  openai?: Parameters<typeof startOpenAI>[0];
  telegram?: Parameters<typeof startTelegram>[0];
  fal?: Parameters<typeof startFal>[0];
}

/** Starts a stack of one test's own: `await using stack = await startStack()`. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const database = await freshDatabase();
  const [telegram, openai, fal, proxy, front] = await Promise.all([
    startTelegram(options.telegram),
    startOpenAI({ apiKey: OPENAI_KEY, ...options.openai }),
    startFal(options.fal),
    startNeonProxy({ postgresUrl: database.url }),
    startFront(),
  ]);
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on("error", () => undefined);
  const settings = {
    TELEGRAM_BOT_TOKEN: telegram.token,
    BOT_USERNAME: "aisha_bot",
    TELEGRAM_WEBHOOK_SECRET: SECRET,
    TELEGRAM_API_ROOT: telegram.url,
    DATABASE_URL: database.url,
    DATABASE_HTTP_ENDPOINT: proxy.sqlEndpoint,
    MINIO_ENDPOINT: inject("s3Url"),
    MINIO_ACCESS_KEY: "local",
    MINIO_SECRET_KEY: "local-secret",
    MINIO_REGION: "auto",
    OPENAI_API_KEY: OPENAI_KEY,
    OPENAI_BASE_URL: openai.url,
    FAL_API_KEY: "fal-key",
    FAL_QUEUE_URL: fal.queueUrl,
    FAL_REST_URL: fal.restUrl,
    FAL_WEBHOOK_URL: `${front.url}/webhook/fal/status`,
    FAL_JWKS_URL: fal.jwksUrl,
    LOG_LEVEL: "DEBUG",
    ENVIRONMENT: "test",
    ...options.settings,
  };
  const worker = await startWorker(inject("workerBundle"), settings);
  front.behind = worker.url;
  await callTelegram(telegram, "setWebhook", { url: `${worker.url}/webhook/telegram`, secret_token: SECRET });
  const s3 = new AwsClient({
    accessKeyId: "local",
    secretAccessKey: "local-secret",
    service: "s3",
    region: "auto",
  });
  const stack: Stack = {
    telegram,
    openai,
    fal,
    proxy,
    settings,
    worker,
    query: async <Row>(sql: string, params: unknown[] = []) => (await pool.query(sql, params)).rows as Row[],
    async object(key) {
      const answer = await s3.fetch(`${inject("s3Url")}/aisha-v2-transcripts/${key}`);
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : null;
    },
    async restart() {
      await stack.worker.kill();
      stack.worker = await startWorker(inject("workerBundle"), settings, {
        port: Number(new URL(worker.url).port),
      });
    },
    async later(seconds = 600, ticked = stack.worker) {
      await stack.query(
        `update jobs set run_after = run_after - $1 * interval '1 second', woken_at = woken_at - $1 * interval '1 second',
                leased_until = leased_until - $1 * interval '1 second', patient_since = patient_since - $1 * interval '1 second'
          where state in ('waiting', 'running')`,
        [seconds],
      );
      await ticked.tick();
    },
    quiet: () =>
      eventually(
        "no work left",
        async () => {
          const open = await stack.query(
            "select 1 from jobs where state = 'running' or (state = 'waiting' and run_after < now() + interval '10 seconds')",
          );
          return open.length === 0;
        },
        20_000,
      ),
    async [Symbol.asyncDispose]() {
      await stack.worker.kill();
      await pool.end();
      await Promise.all([telegram.close(), openai.close(), fal.close(), proxy.close(), front.close()]);
      await database.drop();
    },
  };
  return stack;
}

/** A Bot API call as the operator's tools make it. */
export async function callTelegram(
  telegram: TelegramSimulator,
  method: string,
  args: object,
): Promise<unknown> {
  const response = await fetch(`${telegram.url}/bot${telegram.token}/${method}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(args),
  });
  const { ok, result, description } = (await response.json()) as {
    ok: boolean;
    result: unknown;
    description?: string;
  };
  if (!ok) throw new Error(`${method}: ${description}`);
  return result;
}

/** A recording from tests/fixtures. */
export const fixture = (name: string): Uint8Array =>
  readFileSync(join(import.meta.dirname, "../fixtures", name));

/** Waits until `holds` does, and fails with `what` otherwise. */
export async function eventually(
  what: string,
  holds: () => Promise<boolean> | boolean,
  timeoutMs = 15_000,
): Promise<void> {
  const until = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > until) throw new Error(`did not happen within ${timeoutMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
