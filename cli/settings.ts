import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseEnv } from "node:util";
import { parse } from "smol-toml";
import { knownNames } from "../local/settings.ts";

export type Settings = Record<string, string | undefined>;

const PROJECT = join(import.meta.dirname, "..");

interface Environment {
  name?: string;
  compatibility_date?: string;
  vars?: Record<string, unknown>;
  queues?: {
    producers?: { binding: string; queue: string }[];
    consumers?: {
      queue: string;
      max_batch_size?: number;
      max_batch_timeout?: number;
      max_retries?: number;
      dead_letter_queue?: string;
    }[];
  };
}

/** What wrangler.toml says about one environment; the top level is this machine's. Throws when there is none of that name. */
export function readWrangler(environment: string | undefined): Environment {
  const file = parse(readFileSync(join(PROJECT, "wrangler.toml"), "utf8")) as Environment & {
    env?: Record<string, Environment>;
  };
  if (environment === undefined) return file;
  const found = file.env?.[environment];
  if (!found)
    throw new Error(
      `wrangler.toml has no environment ${environment}; it has ${Object.keys(file.env ?? {}).join(", ")}`,
    );
  return found;
}

/** The file that holds an environment's secrets on the operator's machine. */
export const secretsFile = (environment: string | undefined): string =>
  environment === undefined ? ".env" : `.env.${environment}`;

/** Names and values of a file like .env; empty when there is none. */
export function readSecrets(file: string): Settings {
  const path = join(PROJECT, file);
  return existsSync(path) ? parseEnv(readFileSync(path, "utf8")) : {};
}

/**
 * The settings of one environment. A named one: the process' environment wins over `.env.<name>`, which wins over the
 * [vars] of wrangler.toml, and nothing else counts. None: the environment, .dev.vars, .env, then what `npm start` keeps.
 * A name that ends in _FILE holds the path of a file with the value, as Docker's secrets are handed over.
 */
export function loadSettings(environment: string | undefined): void {
  const { vars = {} } = environment === undefined ? {} : readWrangler(environment);
  const layers: Settings[] =
    environment === undefined
      ? [".dev.vars", ".env", ".local/worker.env"].map(readSecrets)
      : [
          readSecrets(secretsFile(environment)),
          Object.fromEntries(Object.entries(vars).map(([name, value]) => [name, String(value)])),
        ];
  for (const layer of layers)
    for (const [name, value] of Object.entries(layer)) if (value) process.env[name] ||= value;
  for (const [name, value] of Object.entries(readSecretFiles(process.env))) process.env[name] ||= value;
}

/** What `NAME_FILE=/run/secrets/name` stands for, for every setting there is. Throws when such a file cannot be read. */
export function readSecretFiles(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    knownSettings()
      .map((name) => [name, settings[`${name}_FILE`]] as const)
      .filter((entry): entry is [string, string] => Boolean(entry[1]))
      .map(([name, path]) => [name, readFileSync(path, "utf8").trim()]),
  );
}

/** The name of every setting, as .env.example lists them. */
export const knownSettings = (): string[] => knownNames(readFileSync(join(PROJECT, ".env.example"), "utf8"));

/** What must not be read by others: these become secrets, the rest variables. Values never leave through a message. */
export const isSecret = (name: string): boolean =>
  /(TOKEN|SECRET|PASSWORD|API_KEY|ACCESS_KEY|ACCESS_KEY_ID|SECRET_KEY|FAL_KEY|BACKUP_KEY)$/.test(name) ||
  name === "DATABASE_URL";

/** The names that stand in the file of settings of this environment, for finding what is misspelt. */
export const namesInFiles = (environment: string | undefined): string[] =>
  Object.keys(readSecrets(secretsFile(environment)));
