import { join } from "node:path";
import { databaseUrl } from "../cli/database.ts";
import { migrate } from "../cli/migrate.ts";
import { startFal } from "../simulators/fal/index.ts";
import { startOpenAI } from "../simulators/openai/index.ts";
import { startTelegram } from "../simulators/telegram/index.ts";
import { freePort } from "./free-port.ts";
import { startNeonProxy } from "./neon-proxy/index.ts";
import type { Part } from "./plan.ts";
import { startPostgres } from "./postgres.ts";
import { takeBot } from "./real-bot.ts";
import type { Secrets } from "./secrets.ts";
import type { Settings } from "./settings.ts";

/** Where each part listens when nobody else does; otherwise ten ports further, and so on. */
const PORTS = { postgres: 54320, proxy: 54321, telegram: 8788, openai: 8789, fal: 8790 };

/** The simulated bot's name. */
const BOT = "aisha_local_bot";

/** What the parts are put up on, and where they leave how to reach them: `vars`, the worker's settings. */
export interface Site {
  /** The directory for all data. */
  local: string;
  /** The address the worker will have. */
  worker: string;
  secrets: Secrets;
  vars: Settings;
  simulated: ReadonlySet<Part>;
  /** Simulators whose faults the chat page offers, too. */
  neighbours: { name: string; controlUrl: string }[];
  /** Remembers how to end a part. */
  keep<T>(part: T, close: (part: T) => unknown): Promise<T>;
  /** Prints the part's line. */
  tell(part: string, what: string): void;
  /** Watches that the part does not end by itself. */
  guard(part: string, ended: Promise<unknown>): void;
}

/** A database of our own unless one is named; either way brought to the newest schema. */
export async function putUpPostgres({ local, simulated, vars, keep, tell, guard }: Site): Promise<void> {
  if (simulated.has("postgres")) {
    const options = { directory: join(local, "postgres"), port: await portNear(PORTS.postgres) };
    const postgres = await keep(await startPostgres(options), (it) => it.close());
    guard("postgres", postgres.ended);
    vars.DATABASE_URL = postgres.url;
    tell("postgres", `127.0.0.1:${postgres.port}, data in .local/postgres`);
  } else tell("postgres", `${new URL(databaseUrl(vars)).host}, as DATABASE_URL says`);
  await migrate(databaseUrl(vars));
}

/** Neon's fronts before a Postgres that has none. */
export async function putUpProxy({ vars, keep, tell }: Site): Promise<void> {
  const options = { postgresUrl: databaseUrl(vars), port: await portNear(PORTS.proxy) };
  const proxy = await keep(await startNeonProxy(options), (it) => it.close());
  vars.DATABASE_HTTP_ENDPOINT = proxy.sqlEndpoint;
  vars.DATABASE_WS_PROXY = proxy.wsProxy;
  tell("database", `${proxy.sqlEndpoint}, Neon's HTTP and WebSocket before Postgres`);
}

/** Local storage is wrangler's own: it serves the buckets of wrangler.toml over S3, with the credentials named there. */
export function nameStorage({ simulated, vars, worker, tell }: Site): void {
  if (!simulated.has("storage")) {
    tell("storage", `${vars.R2_ENDPOINT ?? vars.R2_ACCOUNT_ID ?? vars.MINIO_ENDPOINT}, as the settings say`);
    return;
  }
  vars.MINIO_ENDPOINT = `${worker}/cdn-cgi/local/r2/s3`;
  vars.MINIO_ACCESS_KEY = "local";
  vars.MINIO_SECRET_KEY = "local-secret";
  vars.MINIO_REGION = "auto";
  tell("storage", `${vars.MINIO_ENDPOINT}, data in .local/wrangler`);
}

export async function putUpOpenAI({ simulated, vars, secrets, neighbours, keep, tell }: Site): Promise<void> {
  if (!simulated.has("openai")) {
    // Servers of one's own often ask for no key, but the client wants to send one.
    vars.OPENAI_API_KEY ??= "none";
    tell("openai", vars.OPENAI_BASE_URL ?? "https://api.openai.com/v1");
    return;
  }
  const options = { port: await portNear(PORTS.openai), apiKey: secrets.openaiKey };
  const openai = await keep(await startOpenAI(options), (it) => it.close());
  vars.OPENAI_API_KEY = secrets.openaiKey;
  vars.OPENAI_BASE_URL = openai.url;
  vars.OPENAI_MODEL ??= "gpt-6-luna";
  neighbours.push({ name: "openai", controlUrl: openai.controlUrl });
  tell("openai", `simulated at ${openai.url}`);
}

export async function putUpFal({
  simulated,
  vars,
  secrets,
  worker,
  neighbours,
  keep,
  tell,
}: Site): Promise<void> {
  // A page on this machine helps nobody whose Telegram is real: it refuses buttons that lead here.
  if (simulated.has("telegram")) vars.PUBLIC_URL ??= worker;
  vars.FAL_WEBHOOK_URL ??= `${worker}/webhook/fal/status`;
  if (!simulated.has("fal")) {
    tell("fal", vars.FAL_QUEUE_URL ?? "https://queue.fal.run");
    return;
  }
  const options = { port: await portNear(PORTS.fal), apiKey: secrets.falKey };
  const fal = await keep(await startFal(options), (it) => it.close());
  vars.FAL_API_KEY = secrets.falKey;
  vars.FAL_QUEUE_URL = fal.queueUrl;
  vars.FAL_REST_URL = fal.restUrl;
  vars.FAL_JWKS_URL = fal.jwksUrl;
  neighbours.push({ name: "fal", controlUrl: fal.controlUrl });
  tell("fal", `simulated at ${fal.url}`);
}

/** Where people chat with the bot; `pollFrom` when its updates have to be fetched instead of being delivered. */
interface Chat {
  chat: string;
  pollFrom?: string;
}

export async function putUpTelegram(
  { local, simulated, vars, secrets, neighbours, keep, tell }: Site,
  ask: ((question: string) => Promise<string>) | undefined,
): Promise<Chat> {
  if (!simulated.has("telegram")) {
    const bot = await takeBot(vars, ask);
    vars.BOT_USERNAME = bot.username;
    tell("telegram", `@${bot.username}, its updates are fetched from here`);
    return { chat: `https://t.me/${bot.username}`, pollFrom: bot.address };
  }
  const port = await portNear(PORTS.telegram);
  const options = { port, token: secrets.botToken, username: BOT, dataDirectory: join(local, "telegram") };
  const telegram = await keep(await startTelegram({ ...options, neighbours }), (it) => it.close());
  vars.TELEGRAM_BOT_TOKEN = secrets.botToken;
  vars.TELEGRAM_API_ROOT = telegram.url;
  vars.BOT_USERNAME = BOT;
  tell("telegram", `simulated at ${telegram.url}`);
  return { chat: `${telegram.url}/` };
}

const portNear = (port: number): Promise<number> =>
  freePort(...Array.from({ length: 20 }, (_, further) => port + 10 * further));
