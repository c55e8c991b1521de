import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** Where Debian and Homebrew put several versions side by side. */
const SHELVES = ["/usr/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt"];

/** A program of Postgres that understands a server of this major version: pg_dump refuses newer servers than itself. */
export function findProgram(name: "pg_dump" | "pg_restore", major: number): string | null {
  const candidates = [
    name,
    ...SHELVES.filter(existsSync).flatMap((shelf) =>
      readdirSync(shelf)
        .filter((version) => /^(postgresql@|libpq)?[\d]*/.test(version))
        .map((version) => join(shelf, version, "bin", name)),
    ),
  ];
  const versions = candidates.map((program) => ({ program, version: versionOf(program) }));
  return versions.find(({ version }) => version >= major)?.program ?? null;
}

function versionOf(program: string): number {
  if (program.includes("/") && !existsSync(program)) return 0;
  const { stdout } = spawnSync(program, ["--version"], { encoding: "utf8" });
  return Number(/\) (\d+)/.exec(stdout ?? "")?.[1] ?? 0);
}

/** The password travels in the environment: a list of processes shows the words of a command. */
function addressed(url: string): { name: string; env: NodeJS.ProcessEnv } {
  const address = new URL(url);
  const password = decodeURIComponent(address.password);
  address.password = "";
  return { name: address.href, env: { ...process.env, PGPASSWORD: password } };
}

/** A dump of the whole database as the exported snapshot shows it: custom format, gzipped. */
export function dumpWith(program: string, url: string, snapshot: string): ReadableStream<Uint8Array> {
  const { name, env } = addressed(url);
  const words = [
    "--format=custom",
    "--compress=6",
    "--no-owner",
    "--no-privileges",
    `--snapshot=${snapshot}`,
  ];
  const child = spawn(program, [...words, `--dbname=${name}`], { env, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => {
    said = (said + text).slice(-2_000);
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => (code === 0 ? resolve() : reject(new Error(`pg_dump: ${said.trim()}`))));
  });
  // A dump that broke off must not look like one that ended.
  async function* chunks() {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) yield new Uint8Array(chunk);
    await ended;
  }
  ended.catch(() => undefined);
  return Readable.toWeb(
    Readable.from(chunks(), { objectMode: false }),
  ) as unknown as ReadableStream<Uint8Array>;
}

/** Restores such a dump into an empty database: all or nothing. Throws in pg_restore's words. */
export async function restoreWith(
  program: string,
  url: string,
  dump: ReadableStream<Uint8Array>,
): Promise<void> {
  const { name, env } = addressed(url);
  const words = ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"];
  const child = spawn(program, [...words, `--dbname=${name}`], { env, stdio: ["pipe", "ignore", "pipe"] });
  let said = "";
  child.stderr.on("data", (text) => {
    said = (said + text).slice(-2_000);
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const fed = pipeline(Readable.fromWeb(dump as never), child.stdin);
  const [code, feeding] = await Promise.all([
    ended,
    fed.then(
      () => null,
      (error: Error) => error,
    ),
  ]);
  if (code !== 0) throw new Error(`pg_restore: ${said.trim()}`);
  if (feeding) throw feeding;
}
