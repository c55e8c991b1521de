import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import pg from "pg";
import { isAlive } from "./alive.ts";
import { freePort } from "./free-port.ts";
import { type Guarded, runGuarded } from "./guarded.ts";
import { findPlace, handOver, type Place, runner } from "./postgres-place.ts";

/** A running Postgres that ends with this process. */
export interface LocalPostgres {
  /** Connection string of the owner, with its password. */
  url: string;
  port: number;
  /** Settles when the server has ended, also when nobody asked it to. */
  ended: Promise<number | NodeJS.Signals>;
  /** Ends the server as a crash would. */
  kill(): void;
  close(): Promise<void>;
}

interface PostgresOptions {
  /** Where data and password are kept. Default: a new directory for a temporary server. */
  directory?: string;
  /** Default: any free one. */
  port?: number;
  /** The data may be lost with the machine's power, which makes commits cheap, and is removed by `close`. */
  temporary?: boolean;
}

const OWNER = "aisha";
/**
 * Without the owner, who reads its log, an orderly shutdown (SIGINT) was seen to hang. This one leaves the rest to
 * recovery at the next start, and loses nothing (PostgreSQL, 18.5 "Shutting Down the Server").
 */
const ORPHAN_SIGNAL = "SIGQUIT";

const READY = "database system is ready to accept connections";

/**
 * Starts the real Postgres of the npm package on the loopback address, creating the database `aisha` the first time.
 * Finds its data again later, also after everything was killed. Throws with the server's own words when it cannot start.
 */
export async function startPostgres({
  directory,
  port,
  temporary = directory === undefined,
}: PostgresOptions = {}): Promise<LocalPostgres> {
  const home = directory ? resolve(directory) : mkdtempSync(join(tmpdir(), "aisha postgres "));
  const place = findPlace(home);
  const password = keepPassword(home);
  if (!existsSync(place.data)) initialise(place, password);
  await endOrphan(place.data, join(home, "owner"));

  const listening = port ?? (await freePort());
  const server = await launch(place, listening, temporary);
  writeFileSync(join(home, "owner"), String(process.pid));
  const url = `postgresql://${OWNER}:${password}@127.0.0.1:${listening}/${OWNER}`;
  await createDatabase(url).catch(async (error) => {
    await server.stop();
    throw error;
  });
  return {
    url,
    port: listening,
    ended: server.ended,
    kill: () => void server.process.kill("SIGKILL"),
    async close() {
      await server.stop();
      if (!temporary) return;
      for (const path of [place.home, home]) rmSync(path, { recursive: true, force: true });
    },
  };
}

function keepPassword(home: string): string {
  const file = join(home, "password");
  if (!existsSync(file)) writeFileSync(file, randomBytes(18).toString("base64url"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** Makes the data directory under another name first, so that an interrupted attempt leaves none. */
function initialise({ bin, data }: Place, password: string): void {
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  handOver(unfinished);
  const passwordFile = join(unfinished, "..", "data.password");
  writeFileSync(passwordFile, password, { mode: 0o600 });
  handOver(passwordFile);
  const locale = ["--no-locale", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"];
  const access = [`--username=${OWNER}`, `--pwfile=${passwordFile}`, "--auth=scram-sha-256"];
  const done = spawnSync(join(bin, "initdb"), ["-D", unfinished, "--no-sync", ...locale, ...access], {
    ...runner,
    cwd: unfinished,
    encoding: "utf8",
  });
  rmSync(passwordFile, { force: true });
  if (done.status !== 0)
    throw new Error(`Postgres could not create its data directory: ${done.stderr || done.error?.message}`);
  renameSync(unfinished, data);
}

/**
 * A server that lost its owner, which takes a kill of the owner and of the guard, is ended. One whose owner lives is in
 * use: throws. A lock file whose process is gone is removed by Postgres itself.
 */
async function endOrphan(data: string, ownerFile: string): Promise<void> {
  const lock = join(data, "postmaster.pid");
  if (!existsSync(lock)) return;
  const postmaster = Number(readFileSync(lock, "utf8").split("\n")[0]);
  if (!isAlive(postmaster) || !commandOf(postmaster).includes("postgres")) {
    rmSync(lock, { force: true });
    return;
  }
  const owner = existsSync(ownerFile) ? Number(readFileSync(ownerFile, "utf8")) : 0;
  if (owner !== process.pid && isAlive(owner) && commandOf(owner).includes("node"))
    throw new Error(`the database in ${data} is in use by process ${owner}: stop that one first`);
  process.kill(postmaster, ORPHAN_SIGNAL);
  for (let waited = 0; isAlive(postmaster); waited += 50) {
    if (waited > 10_000) process.kill(postmaster, "SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  // Nobody may have collected it yet, and then Postgres would take it for a running one.
  rmSync(lock, { force: true });
}

function commandOf(pid: number): string {
  return (
    spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "postgres node"
  );
}

async function launch({ bin, data }: Place, port: number, temporary: boolean): Promise<Guarded> {
  const settings = [
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "timezone=UTC",
    "lc_messages=C",
  ];
  // Commits still reach the operating system before they are answered, so they survive the death of the server.
  if (temporary) settings.push("fsync=off", "full_page_writes=off");
  const parameters = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const server = runGuarded("SIGINT", join(bin, "postgres"), parameters, {
    ...runner,
    cwd: data,
    orphanSignal: ORPHAN_SIGNAL,
  });
  let said = "";
  const ready = new Promise<void>((resolve) => {
    server.process.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-4_000);
      if (said.includes(READY)) resolve();
    });
  });
  const tooEarly = server.ended.then((how) => {
    throw new Error(`Postgres did not start (${how}): ${said.trim()}`);
  });
  await Promise.race([ready, tooEarly]);
  tooEarly.catch(() => undefined);
  return server;
}

async function createDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url.replace(/[^/]*$/, "postgres") });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = $1", [OWNER]);
    if (rowCount === 0) await client.query(`create database ${OWNER}`);
  } finally {
    await client.end();
  }
}
