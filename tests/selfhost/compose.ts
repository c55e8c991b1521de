import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const PROJECT = join(import.meta.dirname, "../..");

export interface Service {
  image?: string;
  build?: { context: string; target: string };
  command?: string[];
  environment?: Record<string, string | null>;
  ports?: string[];
  profiles?: string[];
  restart?: string;
  volumes?: string[];
  secrets?: string[];
  logging?: { driver: string; options: Record<string, string> };
  deploy?: { resources: { limits: { memory: string } } };
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
}

export interface Compose {
  services: Record<string, Service>;
  secrets?: Record<string, { file: string }>;
  volumes?: Record<string, unknown>;
}

/** A compose file with its anchors merged; Docker's own `!reset` stands for "taken away". */
export function readCompose(file: string): Compose {
  return parse(readFileSync(join(PROJECT, file), "utf8"), {
    merge: true,
    customTags: [
      { tag: "!reset", collection: "seq", resolve: () => [] },
      { tag: "!reset", resolve: () => null },
    ],
  }) as Compose;
}

/** `${NAME}`, `${NAME:-default}` and `${NAME:+value}` as compose fills them in; `$$` is a dollar sign. */
export const fillIn = (text: string, env: Record<string, string>): string =>
  text.replace(/\$\$|\$\{(\w+)(?::([-+])([^}]*))?\}/g, (whole, name, kind, other) => {
    if (whole === "$$") return "$";
    const value = env[name] ?? "";
    if (kind === "+") return value ? other : "";
    return value || (other ?? "");
  });

/** A service's environment with everything filled in. */
export const environmentOf = (service: Service, env: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(service.environment ?? {}).map(([name, value]) => [
      name,
      fillIn(String(value ?? ""), env),
    ]),
  );
