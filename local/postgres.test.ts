import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { expect, onTestFinished, test } from "vitest";
import { isAlive } from "./alive.ts";
import { startPostgres } from "./postgres.ts";

function aDirectory(): string {
  const home = mkdtempSync(join(tmpdir(), "aisha postgres test "));
  onTestFinished(() => rmSync(home, { recursive: true, force: true }));
  return home;
}

async function ask(url: string, query: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(query)).rows;
  } finally {
    await client.end();
  }
}

test("data and password outlive the server", async () => {
  const directory = aDirectory();
  const first = await startPostgres({ directory });
  await ask(first.url, "create table kept as select 'ұстаз' as word");
  await first.close();
  const second = await startPostgres({ directory, port: first.port });
  expect(second.url).toBe(first.url);
  expect(await ask(second.url, "select word from kept")).toEqual([{ word: "ұстаз" }]);
  await second.close();
  expect(statSync(join(directory, "password")).mode & 0o077).toBe(0);
});

test("only who knows the password gets in", async () => {
  const server = await startPostgres();
  const wrong = server.url.replace(/:[^:@]+@/, ":wrong@");
  await expect(ask(wrong, "select 1")).rejects.toMatchObject({ code: "28P01" });
  await server.close();
});

test("a directory whose owner lives is not shared", async () => {
  const directory = aDirectory();
  const other = await startInOtherProcess(directory);
  await expect(startPostgres({ directory })).rejects.toThrow(`in use by process ${other.owner.pid}`);
  other.owner.kill("SIGKILL");
  await expect.poll(() => isAlive(other.postmaster), { timeout: 10_000 }).toBe(false);
});

test("a server that lost its owner and its guard is ended, and its data found", async () => {
  const directory = aDirectory();
  const { owner, postmaster } = await startInOtherProcess(directory);
  for (const pid of groupOf(postmaster)) if (pid !== postmaster) process.kill(pid, "SIGKILL");
  owner.kill("SIGKILL");
  await once(owner, "exit");
  expect(isAlive(postmaster)).toBe(true);
  const next = await startPostgres({ directory });
  expect(isAlive(postmaster)).toBe(false);
  expect(await ask(next.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await next.close();
});

test("a lock file left by a process that is somebody else by now does not matter", async () => {
  const directory = aDirectory();
  const first = await startPostgres({ directory });
  const lock = join(directory, "data/postmaster.pid");
  const left = readFileSync(lock, "utf8");
  await first.close();
  writeFileSync(lock, left.replace(/^\d+/, String(process.pid)));
  const next = await startPostgres({ directory });
  await next.close();
});

test("an interrupted first start is begun anew", async () => {
  const directory = aDirectory();
  mkdirSync(join(directory, "data.new"));
  writeFileSync(join(directory, "data.new/PG_VERSION"), "18");
  const server = await startPostgres({ directory });
  expect(await ask(server.url, "select 1 as one")).toEqual([{ one: 1 }]);
  await server.close();
});

test("a server that cannot start says why", async () => {
  const directory = aDirectory();
  const server = await startPostgres();
  await expect(startPostgres({ directory, port: server.port })).rejects.toThrow(/Address already in use/);
  await server.close();
});

/** Starts the directory's Postgres from a process of its own, which then waits to be killed. */
async function startInOtherProcess(directory: string) {
  const script = `const { startPostgres } = await import(${JSON.stringify(join(import.meta.dirname, "postgres.ts"))});
    await startPostgres({ directory: ${JSON.stringify(directory)} });
    console.log("up");`;
  const owner = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void owner.kill("SIGKILL"));
  await once(owner.stdout, "data");
  return {
    owner,
    postmaster: Number.parseInt(readFileSync(join(directory, "data/postmaster.pid"), "utf8"), 10),
  };
}

function groupOf(leader: number): number[] {
  const { stdout } = spawnSync("ps", ["-axo", "pid=,pgid="], { encoding: "utf8" });
  return stdout
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number))
    .flatMap(([pid, group]) => (group === leader && pid ? [pid] : []));
}
