import process from "node:process";
import { type Command, Option } from "commander";
import { answers, said } from "../answer.ts";
import { setUpStore } from "../buckets.ts";
import { cleanUp } from "../cleanup.ts";
import { createQueues, pushSecrets, writeSecretFiles } from "../cloudflare.ts";
import { checkConfig } from "../config.ts";
import { databaseUrl, withDatabase } from "../database.ts";
import { deploy } from "../deploy.ts";
import { examine, PARTS, type Part, report } from "../doctor/index.ts";
import { testFal } from "../fal-test.ts";
import { migrate } from "../migrate.ts";
import { namesInFiles } from "../settings.ts";
import { storesOf } from "../stores.ts";
import {
  botOf,
  deleteWebhook,
  offersOf,
  readWebhook,
  setCommands,
  setWebhook,
  webhookUrl,
} from "../telegram.ts";

/** `--env name`, chosen before the command. */
const environmentOf = (program: Command): string | undefined => program.opts<{ env?: string }>().env;

/** What brings an installation up and keeps it fit. */
export function addInstall(program: Command): void {
  answers(
    program
      .command("doctor")
      .description("look at everything: settings, database, storage, Telegram, OpenAI, FAL, the Worker")
      .addOption(new Option("--only <parts...>", "look at these only").choices(PARTS)),
    async ({ only }: { only?: Part[] }) =>
      report(
        await examine(process.env, { ...(only && { only }), written: namesInFiles(environmentOf(program)) }),
      ),
  );

  answers(program.command("migrate").description("bring the database to the newest schema"), async () => {
    await migrate(databaseUrl(process.env));
    return said("the schema is up to date");
  });

  answers(
    program
      .command("config")
      .description("the settings of this environment")
      .command("check")
      .description("say what is wrong, and which settings have no meaning any more"),
    async () => {
      const { wrong, retired } = checkConfig(process.env);
      const ok = wrong.length === 0;
      const lines = [
        ...wrong.map((line) => `wrong: ${line}`),
        ...retired.map((line) => `without a meaning: ${line}`),
        ...(ok ? ["the settings are complete"] : []),
      ];
      return { text: lines.join("\n"), data: { ok, wrong, retired }, ok };
    },
  );

  answers(
    program
      .command("deploy")
      .description("doctor, migrations, the Worker, the webhook; stops at the first that fails")
      .option("--force", "although the doctor found something")
      .option("--dry-run", "build it and look, change nothing"),
    (options: { force?: boolean; dryRun?: boolean }) => {
      const env = environmentOf(program);
      return deploy({ ...options, ...(env && { env }) });
    },
  );

  answers(
    program
      .command("queues")
      .description("Cloudflare's queues")
      .command("create")
      .description("make every queue that wrangler.toml names, those for dead letters too")
      .option("--dry-run", "only say which"),
    ({ dryRun }: { dryRun?: boolean }) => createQueues(environmentOf(program), dryRun ?? false),
  );

  const secrets = program.command("secrets").description("secrets for Cloudflare, or for Docker Compose");
  answers(
    secrets
      .command("push")
      .description(
        "hand the secrets of .env (with --env: .env.<name>) to the Worker; nothing else of that file",
      )
      .option("--from <file>", "another file")
      .option("--dry-run", "only say which"),
    ({ from, dryRun }: { from?: string; dryRun?: boolean }) =>
      pushSecrets(environmentOf(program), from, dryRun ?? false),
  );
  answers(
    secrets
      .command("files")
      .description("write the secrets of .env into files for docker-compose.prod.yml")
      .option("--to <directory>", "where", "secrets"),
    async ({ to }: { to: string }) => writeSecretFiles(process.env, to),
  );

  answers(
    program
      .command("storage")
      .description("buckets")
      .command("setup")
      .description("make the buckets, let the upload page in, have leftovers removed; safe to repeat")
      .option("--origin <urls...>", "pages that may upload; default: PUBLIC_URL"),
    async ({ origin }: { origin?: string[] }) => {
      const stores = storesOf(process.env);
      if (stores.length === 0) throw new Error("no store is configured: set R2_ENDPOINT or MINIO_ENDPOINT");
      const origins = origin ?? (process.env.PUBLIC_URL ? [process.env.PUBLIC_URL] : []);
      const places = origins.map((url) => new URL(url).origin);
      const steps = (await Promise.all(stores.map((store) => setUpStore(store, places)))).flat();
      const text = steps.map(
        ({ bucket, step, outcome, detail }) => `${bucket} ${step}: ${outcome}${detail ? ` (${detail})` : ""}`,
      );
      if (places.length === 0) text.push("no CORS rules: name the page with --origin, or set PUBLIC_URL");
      return { text: text.join("\n"), data: steps, ok: steps.every(({ outcome }) => outcome !== "refused") };
    },
  );

  answers(
    program
      .command("cleanup")
      .description("remove what nobody needs any more: old rows, leftovers in storage")
      .option("--dry-run", "only count the leftovers in storage"),
    ({ dryRun }: { dryRun?: boolean }) =>
      withDatabase((database) => cleanUp(database, storesOf(process.env), new Date(), dryRun ?? false)),
  );

  answers(
    program
      .command("fal")
      .description("the avatars' vendor")
      .command("test")
      .description("key, signatures, webhook; nothing is bought")
      .option("--spend", "make one small picture, which costs about a cent"),
    ({ spend }: { spend?: boolean }) => testFal(process.env, spend ?? false),
  );
}

interface WebhookOptions {
  url?: string;
  maxConnections?: number;
  dropPending?: boolean;
}

/** What Telegram is told once. */
export function addTelegram(program: Command): void {
  const webhook = program.command("webhook").description("where Telegram delivers updates");

  answers(
    webhook
      .command("set")
      .description("deliver to this installation, with its secret and the kinds of updates it understands")
      .option("--url <url>", "default: <PUBLIC_URL>/webhook/telegram")
      .option(
        "--max-connections <number>",
        "at once, 1 to 100 (100,000 on a Bot API server of your own)",
        Number,
      )
      .option("--drop-pending", "throw away what came in until now"),
    async ({ url, maxConnections, dropPending = false }: WebhookOptions) => {
      const { TELEGRAM_WEBHOOK_SECRET: secret } = process.env;
      const target = url ?? webhookUrl(process.env);
      if (!target) throw new Error("where to? set PUBLIC_URL, or add --url");
      if (!secret) throw new Error("set TELEGRAM_WEBHOOK_SECRET: 16 to 256 letters, digits, _ or -");
      if (maxConnections !== undefined && !(Number.isInteger(maxConnections) && maxConnections >= 1))
        throw new Error("--max-connections is a whole number from 1");
      const wish = { url: target, secret, dropPending, ...(maxConnections && { maxConnections }) };
      await setWebhook(botOf(process.env), wish);
      return { text: `Telegram delivers to ${target}`, data: { url: target, dropPending } };
    },
  );
  answers(webhook.command("info").description("what Telegram knows and how deliveries go"), async () => {
    const info = await readWebhook(botOf(process.env));
    const {
      url,
      pending_update_count: pending,
      last_error_message: error,
      allowed_updates: kinds = [],
    } = info;
    const lines = [
      url ? `delivers to ${url}` : "no webhook is set",
      `${pending} updates are waiting`,
      ...(error
        ? [`last error, ${new Date((info.last_error_date ?? 0) * 1000).toISOString()}: ${error}`]
        : []),
      ...(url
        ? [
            `kinds: ${kinds.join(", ") || "Telegram's own choice"}`,
            `connections: ${info.max_connections ?? 40}`,
          ]
        : []),
    ];
    return { text: lines.join("\n"), data: info };
  });
  answers(
    webhook
      .command("delete")
      .description("deliver nothing any more; updates wait for a day")
      .option("--drop-pending", "throw away what came in until now"),
    async ({ dropPending = false }: { dropPending?: boolean }) => {
      await deleteWebhook(botOf(process.env), dropPending);
      return said("Telegram delivers nothing any more");
    },
  );

  answers(
    program
      .command("commands")
      .description("Telegram's command menu")
      .command("set")
      .description("fill it in every language"),
    async () => {
      await setCommands(botOf(process.env), offersOf(process.env));
      return said("the command menu is set in every language");
    },
  );
}
