import { createWriteStream, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Guarded, runGuarded } from "./guarded.ts";
import { type Settings, writeEnv } from "./settings.ts";

const READY_TIMEOUT_MS = 60_000;
const POLL_MS = 50;

/** Wrangler goes on after this, waiting for a change of the sources. */
const BROKEN = /Build failed with/;

/** Wrangler keeps to itself: no questions, no news, no calls home, and its files below .local/. */
const quiet = (local: string) => ({
  CLOUDFLARE_CF_FETCH_ENABLED: "false",
  WRANGLER_SEND_METRICS: "false",
  WRANGLER_SEND_ERROR_REPORTS: "false",
  WRANGLER_HIDE_BANNER: "true",
  WRANGLER_NO_SKILLS_UPDATE_PROMPTS: "true",
  WRANGLER_REGISTRY_PATH: join(local, "registry"),
  WRANGLER_LOG_PATH: join(local, "logs/wrangler"),
});

interface DevOptions {
  project: string;
  port: number;
  settings: Settings;
  output?: "pipe" | "inherit";
}

/** `wrangler dev` with exactly these settings, which travel in a file that only this user can read. */
export function runWrangler({ project, port, settings, output = "pipe" }: DevOptions): Guarded {
  const local = join(project, ".local");
  mkdirSync(local, { recursive: true });
  const envFile = join(local, "worker.env");
  writeFileSync(envFile, writeEnv(settings), { mode: 0o600 });
  return runGuarded(
    "SIGTERM",
    process.execPath,
    [
      join(project, "node_modules/wrangler/bin/wrangler.js"),
      ...["dev", "--env-file", envFile, "--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0"],
      ...["--persist-to", join(local, "wrangler"), "--show-interactive-dev-session=false"],
      ...["--log-level", output === "inherit" ? "info" : "log"],
    ],
    { cwd: project, output, env: { ...process.env, ...quiet(local) } },
  );
}

export interface DevWorker {
  url: string;
  ended: Promise<unknown>;
  /** From now on the worker's warnings and errors are shown as they come; everything is in the log file anyway. */
  show(print: (line: string) => void): void;
  close(): Promise<void>;
}

/** Starts the worker and waits until it answers. Throws with the end of its log when it does not. */
export async function startWorker(options: DevOptions & { logFile: string }): Promise<DevWorker> {
  const wrangler = runWrangler(options);
  const file = createWriteStream(options.logFile);
  let tail = "";
  let print: ((line: string) => void) | undefined;
  for (const stream of [wrangler.process.stdout, wrangler.process.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      file.write(text);
      tail = (tail + text).slice(-4_000);
      for (const line of text.split("\n")) if (print && isTrouble(line)) print(line);
    });
  const url = `http://127.0.0.1:${options.port}`;
  let ended = false;
  wrangler.ended.finally(() => {
    ended = true;
  });
  const deadline = Date.now() + READY_TIMEOUT_MS;
  for (;;) {
    const state = await look(url);
    if (state === "up") break;
    if (ended || state === "broken" || BROKEN.test(tail) || Date.now() > deadline) {
      await wrangler.stop();
      throw new Error(`the worker did not start:\n${tail.trim()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  return {
    url,
    ended: wrangler.ended,
    show(to) {
      print = to;
    },
    async close() {
      await wrangler.stop();
      file.end();
    },
  };
}

/** Liveness depends on nothing, so an error there means settings that are not fit to run with; the log names them. */
async function look(url: string): Promise<"up" | "broken" | "not yet"> {
  try {
    const { ok } = await fetch(`${url}/health/live`, { signal: AbortSignal.timeout(5_000) });
    return ok ? "up" : "broken";
  } catch {
    return "not yet";
  }
}

/** The worker logs JSON lines with a level; wrangler marks its own errors. */
const isTrouble = (line: string): boolean => /"level":"(WARN|ERROR)"|\[ERROR\]|:error\]|✘/.test(line);
