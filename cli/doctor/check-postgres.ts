import { readFileSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { openPostgres } from "../../ports/postgres.ts";
import { explain } from "../answer.ts";
import { databaseUrl } from "../database.ts";
import { type Finding, fail, ok, PATIENCE_MS, place, type Settings, warn } from "./finding.ts";

const JOURNAL = join(import.meta.dirname, "../../schema/migrations/meta/_journal.json");
/** Older ones are not maintained any more, and lack what the migrations use. */
const LEAST_VERSION = 15;
/** Signatures and leases allow minutes; who is further away than this soon will be. */
const MOST_SKEW_SECONDS = 30;

export async function checkPostgres(settings: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  let url: string;
  try {
    url = databaseUrl(settings);
  } catch (error) {
    return [fail("postgres", explain(error), "name the database")];
  }
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const asked = Date.now();
    const { rows } = await client.query<{ version: string; now: string }>(
      "select current_setting('server_version') as version, extract(epoch from clock_timestamp()) * 1000 as now",
    );
    const [{ version, now } = { version: "?", now: "0" }] = rows;
    const away = Math.round((Number(now) - (asked + Date.now()) / 2) / 1000);
    findings.push(
      Number.parseInt(version, 10) >= LEAST_VERSION
        ? ok("postgres", `version ${version} at ${place(url)}`)
        : fail("postgres", `version ${version} is too old`, `use ${LEAST_VERSION} or newer`),
      aboutSkew("postgres", away),
      await checkMigrations(client),
    );
  } catch (error) {
    findings.push(
      fail(
        "postgres",
        `${place(url)}: ${explain(error)}`,
        "is it running, and are address, user and password right?",
      ),
    );
  } finally {
    await client.end().catch(() => undefined);
  }
  findings.push(await checkFront(url, settings.DATABASE_HTTP_ENDPOINT));
  return findings;
}

async function checkMigrations(client: pg.Client): Promise<Finding> {
  const { entries } = JSON.parse(readFileSync(JOURNAL, "utf8")) as {
    entries: { when: number; tag: string }[];
  };
  const applied = await client
    .query<{ at: string }>(
      "select created_at as at from drizzle.__drizzle_migrations order by created_at desc limit 1",
    )
    .then(({ rows }) => Number(rows[0]?.at ?? 0))
    .catch(() => 0);
  const missing = entries.filter(({ when }) => when > applied);
  if (missing.length > 0)
    return fail(
      "migrations",
      `${missing.length} are not applied, from ${missing[0]?.tag}`,
      "npm run migrate",
    );
  if (applied > (entries.at(-1)?.when ?? 0))
    return warn(
      "migrations",
      "the database is newer than this program",
      "deploy the newer program, or nothing: it may be a rollback",
    );
  return ok("migrations", `all ${entries.length} are applied`);
}

/** The Worker reaches Postgres over HTTP only: Neon's front, or a proxy's. */
async function checkFront(url: string, endpoint: string | undefined): Promise<Finding> {
  try {
    const db = openPostgres(url, endpoint || undefined);
    await Promise.race([
      db.execute("select 1"),
      new Promise((_, reject) =>
        setTimeout(() => reject(new Error("no answer in time")), PATIENCE_MS).unref(),
      ),
    ]);
    return ok("postgres over http", endpoint ? `${place(endpoint)} answers` : "Neon answers");
  } catch (error) {
    return fail(
      "postgres over http",
      explain(error).replace(/Failed query: select 1\s*params:\s*:?\s*/, ""),
      endpoint
        ? "is the Neon-compatible proxy running, and is DATABASE_HTTP_ENDPOINT its /sql address?"
        : "DATABASE_URL must be Neon's; for another Postgres run the proxy and set DATABASE_HTTP_ENDPOINT",
    );
  }
}

/** What a clock that is away by so many seconds means. */
export const aboutSkew = (check: string, seconds: number): Finding =>
  Math.abs(seconds) > MOST_SKEW_SECONDS
    ? warn(
        `clock (${check})`,
        `differs from this machine's by ${seconds} s`,
        "switch time synchronisation on (timedatectl set-ntp true)",
      )
    : ok(`clock (${check})`, `within ${Math.abs(seconds)} s of this machine's`);
