import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

/** Settings by name; what is empty counts as not set. */
export type Settings = Record<string, string>;

/** The names that .env.example lists: of the environment only these are ours. */
export function knownNames(example: string): string[] {
  return [...example.matchAll(/^#? ?([A-Z][A-Z0-9_]*)=/gm)].map(([, name]) => name ?? "");
}

/** The environment wins over .dev.vars, which wins over .env, as in wrangler. */
export function readSettings(project: string, environment: NodeJS.ProcessEnv): Settings {
  const read = (name: string) => {
    const file = join(project, name);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };
  const ours = knownNames(read(".env.example")).map((name) => [name, environment[name]] as const);
  const all = { ...parseEnv(read(".env")), ...parseEnv(read(".dev.vars")), ...present(ours) };
  return present(Object.entries(all));
}

function present(entries: readonly (readonly [string, string | undefined])[]): Settings {
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => Boolean(entry[1])));
}

/**
 * Settings as an .env file that wrangler reads back unchanged. It expands `$NAME` even in quotes (dotenv-expand), and
 * knows three kinds of quotes but no escape for them. Throws when a value holds all three.
 */
export function writeEnv(settings: Settings): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name}=${quote(name, value.replaceAll("$", "\\$"))}\n`)
    .join("");
}

function quote(name: string, value: string): string {
  const mark = ["'", "`", '"'].find((candidate) => !value.includes(candidate));
  if (!mark) throw new Error(`${name} cannot be handed to wrangler: it holds all three kinds of quotes`);
  return `${mark}${value}${mark}`;
}
