import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { isAlive } from "../../local/alive.ts";

const PROJECT = join(import.meta.dirname, "../..");
/** What a fresh clone does not have, and node_modules, which is linked instead of copied. */
const LEFT_OUT = new Set(["node_modules", ".git", ".local", ".wrangler", "dist", ".env", ".dev.vars"]);

/** Who starts it. */
export interface User {
  name: string;
  uid?: number;
  gid?: number;
}

const NOBODY: User = { name: "an ordinary user", uid: 65534, gid: 65534 };

/** Everybody that can be played here: root may become anyone. */
export const users: User[] =
  process.getuid?.() === 0 ? [{ name: "root" }, NOBODY] : [{ name: "an ordinary user" }];

/** A copy of the project in a path with spaces, as if just cloned, with its packages installed. */
export function cloneProject({ uid, gid }: User): { directory: string; remove(): void } {
  const home = mkdtempSync(join(tmpdir(), "aisha for a newcomer "));
  const directory = join(home, "my clone");
  chmodSync(home, 0o755);
  cpSync(PROJECT, directory, { recursive: true, filter: (path) => !LEFT_OUT.has(basename(path)) });
  // Hard links where the file system allows them: real files at the new path, at no cost.
  const linked = spawnSync("cp", ["-al", join(PROJECT, "node_modules"), directory]);
  if (linked.status !== 0)
    spawnSync("cp", ["-a", join(PROJECT, "node_modules"), directory], { stdio: "inherit" });
  mkdirSync(join(home, "home"));
  if (uid !== undefined && gid !== undefined)
    for (const path of [home, join(home, "home"), directory]) chownSync(path, uid, gid);
  return { directory, remove: () => rmSync(home, { recursive: true, force: true }) };
}

/** A running `npm start`. */
export interface Started {
  npm: ChildProcess;
  lines: string[];
  /** Waits for a line that begins so; throws with all output when it ends before. */
  line(begin: string): Promise<string>;
  ended: Promise<number | null>;
}

/** Types `npm start` with an environment that names nothing. */
export function npmStart(directory: string, { uid, gid }: User, settings: Record<string, string>): Started {
  const path = (process.env.PATH ?? "").split(delimiter).filter((entry) => !entry.includes("node_modules"));
  const npm = spawn("npm", ["start"], {
    cwd: directory,
    env: { PATH: path.join(delimiter), HOME: join(directory, "../home"), ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    // A process group of its own, as a terminal gives it.
    detached: true,
    ...(uid !== undefined && gid !== undefined && { uid, gid }),
  });
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  const wake = () => waiting.forEach((look) => void look());
  for (const stream of [npm.stdout, npm.stderr])
    createInterface({ input: stream }).on("line", (line) => {
      lines.push(line);
      wake();
    });
  const ended = new Promise<number | null>((resolve) =>
    npm.once("close", (code) => {
      resolve(code);
      wake();
    }),
  );
  return {
    npm,
    lines,
    ended,
    line: (begin) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find((line) => line.startsWith(begin));
          if (found !== undefined) resolve(found);
          else if (npm.exitCode === null && npm.signalCode === null) return;
          else reject(new Error(`npm start ended without "${begin}":\n${lines.join("\n")}`));
          waiting.delete(look);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** The processes that belong to a directory: by their command line, or by where they work. */
export function processesIn(directory: string): string[] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,args="], { encoding: "utf8", maxBuffer: 2 ** 26 });
  return stdout.split("\n").filter((line) => {
    const pid = Number.parseInt(line, 10);
    return pid > 0 && isAlive(pid) && (line.includes(directory) || workplaceOf(pid).startsWith(directory));
  });
}

/** The process that runs local/start.ts. */
export function starterIn(directory: string): number {
  const line = processesIn(directory).find((process) => /bin\/node local\/start\.ts/.test(process));
  return Number.parseInt(line ?? "", 10);
}

function workplaceOf(pid: number): string {
  try {
    return readdirSync("/proc").length > 0 ? readlinkSync(`/proc/${pid}/cwd`) : "";
  } catch {
    return "";
  }
}
