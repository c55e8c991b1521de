import { spawnSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";

const PROJECT = join(import.meta.dirname, "..");

/** What wrangler said, and whether it was content. */
export interface Said {
  ok: boolean;
  output: string;
}

/** Runs wrangler with these words. `input` goes to its standard input, where no history and no process list sees it. */
export function wrangler(
  words: readonly string[],
  { input, show = false }: { input?: string; show?: boolean } = {},
): Said {
  const program = process.env.WRANGLER ?? join(PROJECT, "node_modules/wrangler/bin/wrangler.js");
  const done = spawnSync(process.execPath, [program, ...words], {
    cwd: PROJECT,
    input: input ?? "",
    encoding: "utf8",
    stdio: ["pipe", show ? "inherit" : "pipe", show ? "inherit" : "pipe"],
    // .env holds secrets that are none of wrangler's business, and a CLOUDFLARE_… of one's own counts anyway.
    env: {
      ...process.env,
      WRANGLER_SEND_METRICS: "false",
      WRANGLER_HIDE_BANNER: "true",
      CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: "false",
    },
  });
  if (done.error) throw done.error;
  return { ok: done.status === 0, output: `${done.stdout ?? ""}${done.stderr ?? ""}`.trim() };
}

/** `--env name`, or nothing at the top level. */
export const forEnvironment = (environment: string | undefined): string[] =>
  environment === undefined ? [] : ["--env", environment];
