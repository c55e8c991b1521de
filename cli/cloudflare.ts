import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "./answer.ts";
import { isSecret, knownSettings, readSecrets, readWrangler, secretsFile } from "./settings.ts";
import { forEnvironment, wrangler } from "./wrangler.ts";

/** Every queue that an environment names, those for dead letters too. */
export function queuesOf(environment: string | undefined): string[] {
  const { producers = [], consumers = [] } = readWrangler(environment).queues ?? {};
  const dead = consumers.map(({ dead_letter_queue: queue }) => queue);
  return [
    ...new Set(
      [...producers, ...consumers]
        .map(({ queue }) => queue)
        .concat(dead.filter((queue) => queue !== undefined)),
    ),
  ];
}

/** Makes the queues that are not there yet. Throws in wrangler's words. */
export async function createQueues(environment: string | undefined, dryRun: boolean): Promise<Answer> {
  const done: { queue: string; outcome: "made" | "there" | "would be made" }[] = [];
  for (const queue of queuesOf(environment)) {
    if (dryRun) {
      done.push({ queue, outcome: "would be made" });
      continue;
    }
    const { ok, output } = wrangler(["queues", "create", queue]);
    // 11009: a queue of that name is there.
    if (!ok && !/already (taken|exists)|11009/i.test(output)) throw new Error(`queue ${queue}: ${output}`);
    done.push({ queue, outcome: ok ? "made" : "there" });
  }
  return { text: done.map(({ queue, outcome }) => `${queue}: ${outcome}`).join("\n"), data: done };
}

/** What of a file of settings goes where: secrets to Cloudflare, the rest belongs into wrangler.toml. */
export function sortSettings(settings: Record<string, string | undefined>) {
  const ours = new Set(knownSettings());
  const present = Object.entries(settings).filter(
    (entry): entry is [string, string] => Boolean(entry[1]) && ours.has(entry[0]),
  );
  return {
    secrets: Object.fromEntries(present.filter(([name]) => isSecret(name) && worksInWorker(name))),
    variables: present.map(([name]) => name).filter((name) => !isSecret(name) && worksInWorker(name)),
  };
}

/** These are for the operator's machine only. */
const worksInWorker = (name: string): boolean =>
  !/^(POSTGRES_|BACKUP_|SSL_|COMPOSE_|TELEGRAM_API_ID|TELEGRAM_API_HASH|(PORT|TELEGRAM_TAKE_OVER|DATABASE_WS_PROXY|DOMAIN|FILES_DOMAIN|MINIO_HOST|RUSTFS_IMAGE)$)/.test(
    name,
  );

/** Hands the secrets of `.env` or `.env.<environment>` to the Worker, through standard input. Throws in wrangler's words. */
export async function pushSecrets(
  environment: string | undefined,
  file: string | undefined,
  dryRun: boolean,
): Promise<Answer> {
  const from = file ?? secretsFile(environment);
  const { secrets, variables } = sortSettings(readSecrets(from));
  const names = Object.keys(secrets);
  if (names.length === 0) throw new Error(`${from} holds no secrets`);
  const vars = readWrangler(environment).vars ?? {};
  const unplaced = variables.filter((name) => !(name in vars));
  if (!dryRun) {
    const { ok, output } = wrangler(["secret", "bulk", ...forEnvironment(environment)], {
      input: JSON.stringify(secrets),
    });
    if (!ok) throw new Error(output);
  }
  const lines = [
    `${dryRun ? "would hand over" : "handed over"} ${names.length} secrets: ${names.join(", ")}`,
    ...(unplaced.length > 0
      ? [`no secrets, so they belong into [vars] of wrangler.toml: ${unplaced.join(", ")}`]
      : []),
  ];
  return { text: lines.join("\n"), data: { pushed: !dryRun, secrets: names, variables: unplaced } };
}

/** Docker Compose's secrets: one file each (docker-compose.prod.yml); what is not set becomes an empty file. */
const SECRET_FILES = [
  "TELEGRAM_BOT_TOKEN",
  "TELEGRAM_WEBHOOK_SECRET",
  "POSTGRES_PASSWORD",
  "MINIO_ACCESS_KEY",
  "MINIO_SECRET_KEY",
  "OPENAI_API_KEY",
  "FAL_API_KEY",
  "BACKUP_KEY",
];

/**
 * Writes secrets into files for Docker Compose. The directory is its owner's only; the files in it may be read by the
 * users inside the containers. A file that is there is kept, unless the settings hold another value.
 */
export function writeSecretFiles(settings: Record<string, string | undefined>, directory: string): Answer {
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o700);
  const written: string[] = [];
  for (const name of SECRET_FILES) {
    const file = join(directory, name.toLowerCase());
    const value = settings[name];
    if (!value && existsSync(file)) continue;
    writeFileSync(file, value ?? "", { mode: 0o644 });
    written.push(name);
  }
  const kept = SECRET_FILES.filter((name) => !written.includes(name));
  const text = `${directory}: wrote ${written.join(", ") || "nothing"}${kept.length > 0 ? `; kept ${kept.join(", ")}` : ""}`;
  return { text, data: { written, kept } };
}
