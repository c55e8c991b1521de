import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, parse } from "node:path";
import { gzipSync } from "node:zlib";

const PROJECT = join(import.meta.dirname, "..");
const WRANGLER = join(PROJECT, "node_modules/wrangler/bin/wrangler.js");
const BUDGET = join(import.meta.dirname, "bundle-budget.json");

/** The Worker as it would be uploaded. */
export interface Bundle {
  /** One ES module. */
  file: string;
  bytes: number;
  /** What counts for the size limit: 3 MB on the free plan, 10 MB on the paid one (Workers, limits). */
  gzipBytes: number;
}

/**
 * Builds the Worker into a directory of the project, without an account. Throws with wrangler's words when it does not
 * build. `entry` builds another door than worker/index.ts.
 */
export function bundleWorker(directory: string, entry?: string): Bundle {
  runWrangler(["deploy", ...(entry ? [entry] : []), "--dry-run", "--outdir", directory]);
  const file = join(directory, `${parse(entry ?? "index.ts").name}.js`);
  const code = readFileSync(file);
  return { file, bytes: code.length, gzipBytes: gzipSync(code).length };
}

/** CPU time of the module's top level on this machine, in ms. Cloudflare refuses more than a second (Workers, limits). */
export function measureStartup(directory: string): number {
  const said = runWrangler(["check", "startup", "--outfile", join(directory, "startup.cpuprofile")]);
  const active = /Active: ([\d.]+) ms/.exec(said)?.[1];
  if (!active) throw new Error(`wrangler told no startup time:\n${said}`);
  return Number(active);
}

/** The agreed size. It is raised on purpose, together with what makes the bundle grow. */
export const readBudget = (): { gzipKiB: number } => JSON.parse(readFileSync(BUDGET, "utf8"));

/** Why the bundle is too large, or null. */
export function exceedsBudget(
  { gzipBytes }: Pick<Bundle, "gzipBytes">,
  { gzipKiB }: { gzipKiB: number },
): string | null {
  if (gzipBytes <= gzipKiB * 1024) return null;
  return `the bundle has ${inKiB(gzipBytes)} gzipped, the budget is ${gzipKiB} KiB: find what grew, or raise local/bundle-budget.json`;
}

export const inKiB = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;

function runWrangler(parameters: string[]): string {
  const done = spawnSync(process.execPath, [WRANGLER, ...parameters], {
    cwd: PROJECT,
    encoding: "utf8",
    env: { ...process.env, WRANGLER_SEND_METRICS: "false", WRANGLER_HIDE_BANNER: "true", CI: "true" },
  });
  if (done.status !== 0) throw new Error(`wrangler ${parameters[0]} failed:\n${done.stdout}${done.stderr}`);
  return done.stdout;
}
