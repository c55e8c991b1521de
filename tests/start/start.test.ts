import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { parseEnv } from "node:util";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { freePort } from "../../local/free-port.ts";
import { cloneProject, npmStart, processesIn, starterIn, users } from "./newcomer.ts";

/** The promise of the README: seconds to the ready line, the first time and later. */
const FIRST_MS = 60_000;
const LATER_MS = 15_000;

describe.each(users)("npm start, in a path with spaces, as $name", (user) => {
  let project: ReturnType<typeof cloneProject>;
  let port: number;

  beforeAll(async () => {
    project = cloneProject(user);
    port = await freePort();
  });

  afterAll(() => project.remove());

  const begin = () => {
    const started = npmStart(project.directory, user, { PORT: String(port) });
    // A test that fails half-way must not spoil the next one.
    onTestFinished(async () => {
      started.npm.kill("SIGTERM");
      await started.ended;
    });
    return started;
  };
  const nothingRemains = () =>
    expect.poll(() => processesIn(project.directory), { timeout: 15_000, interval: 100 }).toEqual([]);

  async function askDatabase(query: string): Promise<unknown[]> {
    const { DATABASE_URL } = parseEnv(readFileSync(join(project.directory, ".local/worker.env"), "utf8"));
    const client = new pg.Client({ connectionString: DATABASE_URL });
    await client.connect();
    const { rows } = await client.query(query);
    await client.end();
    return rows;
  }

  test("puts up everything, says where, and Ctrl-C ends all of it", async () => {
    const began = Date.now();
    const run = begin();
    const ready = await run.line("ready ");
    expect(Date.now() - began).toBeLessThan(FIRST_MS);
    expect(ready).toBe(`ready http://127.0.0.1:${port}`);
    expect(run.lines.at(-1)).toBe(ready);
    for (const part of ["postgres", "database", "storage", "openai", "fal", "telegram", "worker", "cron"])
      expect(run.lines.filter((line) => line.startsWith(`${part} `))).toHaveLength(1);
    const chat = (await run.line("chat ")).slice("chat ".length);
    expect((await fetch(chat)).headers.get("content-type")).toContain("text/html");
    expect((await fetch(`http://127.0.0.1:${port}/health/live`)).status).toBe(200);

    const someone = await act(chat, "users", { first_name: "Ann", language_code: "en" });
    await act(chat, "text", { user: someone.id, text: "/start" });
    await expect.poll(() => askDatabase("select locale from users")).toEqual([{ locale: "en" }]);

    // A terminal sends it to the whole group.
    process.kill(-(run.npm.pid ?? Number.NaN), "SIGINT");
    await run.ended;
    await nothingRemains();
  }, 90_000);

  test("finds its data again, and a killed npm leaves nothing behind", async () => {
    const began = Date.now();
    const run = begin();
    await run.line("ready ");
    expect(Date.now() - began).toBeLessThan(LATER_MS);
    expect(await askDatabase("select locale from users")).toEqual([{ locale: "en" }]);
    run.npm.kill("SIGKILL");
    await nothingRemains();
  }, 60_000);

  test("a killed starter leaves nothing behind, and the next start recovers", async () => {
    await begin().line("ready ");
    process.kill(starterIn(project.directory), "SIGKILL");
    await nothingRemains();

    const next = begin();
    await next.line("ready ");
    expect(await askDatabase("select locale from users")).toEqual([{ locale: "en" }]);
    next.npm.kill("SIGTERM");
    await nothingRemains();
  }, 90_000);

  test("a kill while it is still starting leaves nothing behind", async () => {
    const run = begin();
    await run.line("postgres ");
    run.npm.kill("SIGKILL");
    await nothingRemains();
  }, 60_000);

  test("a busy port is named, with what to do, and nothing is started", async () => {
    const server = createServer().listen(port, "127.0.0.1");
    onTestFinished(() => void server.close());
    const run = begin();
    const said = await run.line(`port ${port} is taken by `);
    expect(said).toContain(`PORT=${port + 1} npm start`);
    expect(await run.ended).toBe(1);
    await nothingRemains();
  });
});

/** Does what a person can do on the chat page. */
async function act(chat: string, what: string, given: object): Promise<{ id: number }> {
  const response = await fetch(new URL(`/__sim/${what}`, chat), {
    method: "POST",
    body: JSON.stringify(given),
  });
  return (await response.json()) as { id: number };
}
