import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NeonDbError, neon, neonConfig, Pool } from "@neondatabase/serverless";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { type LocalPostgres, startPostgres } from "../postgres.ts";
import { type NeonProxy, startNeonProxy } from "./index.ts";

let postgres: LocalPostgres;
let proxy: NeonProxy;

beforeAll(async () => {
  postgres = await startPostgres();
  proxy = await startNeonProxy({ postgresUrl: postgres.url });
  neonConfig.fetchEndpoint = proxy.sqlEndpoint;
  neonConfig.wsProxy = () => proxy.wsProxy;
  neonConfig.useSecureWebSocket = false;
  neonConfig.pipelineConnect = false;
  await sql()`create table items (id int primary key, count int not null default 0, note text)`;
});

afterAll(async () => {
  await proxy.close();
  await postgres.close();
});

afterEach(() => {
  proxy.intercept(undefined);
  proxy.down = false;
});

const sql = (url = postgres.url) => neon(url);

test("values arrive with their types through the HTTP front", async () => {
  const [row] =
    await sql()`select ${7}::int as i, ${null}::text as n, ${"ә"} as t, ${[1, 2]}::int[] as a, ${{ b: 1 }}::jsonb as j, ${true}::bool as yes, now() as at`;
  expect(row).toMatchObject({
    i: 7,
    n: null,
    t: "ә",
    a: [1, 2],
    j: { b: 1 },
    yes: true,
    at: expect.any(Date),
  });
});

test("a full result names its command, count and fields", async () => {
  const result = await sql().query("insert into items (id) values ($1), ($2) returning id", [901, 902], {
    fullResults: true,
  });
  expect(result).toMatchObject({ command: "INSERT", rowCount: 2, rows: [{ id: 901 }, { id: 902 }] });
  expect(result.fields).toMatchObject([{ name: "id", dataTypeID: 23 }]);
  const made = await sql().query("create table if not exists items (id int)", [], { fullResults: true });
  expect(made).toMatchObject({ command: "CREATE", rowCount: null, rows: [] });
});

test("an error carries what Postgres said about it", async () => {
  await sql()`insert into items (id) values (1)`;
  const error = await sql()`insert into items (id) values (1)`.catch((e: unknown) => e);
  expect(error).toBeInstanceOf(NeonDbError);
  expect(error).toMatchObject({ code: "23505", constraint: "items_pkey", table: "items", severity: "ERROR" });
  expect(await sql()`selekt`.catch((e: unknown) => e)).toMatchObject({ code: "42601", position: "1" });
});

test("a batch is one transaction and one round trip", async () => {
  const before = proxy.requests();
  const q = sql();
  const results = await q.transaction([
    q`insert into items (id) values (10)`,
    q`select count from items where id = 10`,
  ]);
  expect(results[1]).toEqual([{ count: 0 }]);
  expect(proxy.requests() - before).toBe(1);
  await expect(
    q.transaction([q`insert into items (id) values (11)`, q`insert into items (id) values (10)`]),
  ).rejects.toMatchObject({ code: "23505" });
  expect(await q`select 1 from items where id = 11`).toEqual([]);
});

test("a constraint that is checked at commit undoes the whole batch", async () => {
  const q = sql();
  await q`create table later (id int primary key, of int references later deferrable initially deferred)`;
  await expect(q.transaction([q`insert into later values (1, 2)`, q`select 1`])).rejects.toMatchObject({
    code: "23503",
  });
  await q.transaction([q`insert into later values (1, 2)`, q`insert into later values (2, 1)`]);
  expect(await q`select id from later order by id`).toEqual([{ id: 1 }, { id: 2 }]);
});

test("the modes of a batch are honoured, and its failure leaves the connection clean", async () => {
  const q = sql();
  const level = await q.transaction([q`show transaction_isolation`], { isolationLevel: "Serializable" });
  expect(level).toEqual([[{ transaction_isolation: "serializable" }]]);
  await expect(
    q.transaction([q`insert into items (id) values (12)`], { readOnly: true }),
  ).rejects.toMatchObject({ code: "25006" });
  const after = await Promise.all(
    Array.from({ length: 30 }, () => q`select pg_current_xact_id_if_assigned() as x`),
  );
  expect(after.flat().every(({ x }) => x === null)).toBe(true);
});

test("a wrong password, user or database opens nothing", async () => {
  const q = sql();
  expect(await q`select 1 as one`).toEqual([{ one: 1 }]);
  const wrong = postgres.url.replace(/:[^:@]+@/, ":wrong@");
  await expect(sql(wrong)`select 1`).rejects.toMatchObject({ code: "28P01" });
  await expect(sql(`${postgres.url}x`)`select 1`).rejects.toMatchObject({ code: "3D000" });
  expect(await q`select 1 as one`).toEqual([{ one: 1 }]);
});

test("20 increments at once under FOR UPDATE are all counted", async () => {
  await sql()`insert into items (id) values (20)`;
  const pool = new Pool({ connectionString: postgres.url, max: 20 });
  pool.on("error", () => undefined);
  const increment = async () => {
    const client = await pool.connect();
    await client.query("begin");
    const { rows } = await client.query<{ count: number }>(
      "select count from items where id = 20 for update",
    );
    await client.query("update items set count = $1 where id = 20", [(rows[0]?.count ?? 0) + 1]);
    await client.query("commit");
    client.release();
  };
  await Promise.all(Array.from({ length: 20 }, increment));
  await pool.end();
  expect(await sql()`select count from items where id = 20`).toEqual([{ count: 20 }]);
});

test("a pool that has ended leaves no connection behind", async () => {
  const url = `${postgres.url}?application_name=leaver`;
  const pool = new Pool({ connectionString: url });
  pool.on("error", () => undefined);
  await pool.query("set application_name = 'leaver'");
  const left = () => sql()`select count(*)::int as n from pg_stat_activity where application_name = 'leaver'`;
  expect(await left()).toEqual([{ n: 1 }]);
  await pool.end();
  await expect.poll(left).toEqual([{ n: 0 }]);
});

test("statements run side by side, each on its own connection", async () => {
  const started = performance.now();
  await Promise.all(Array.from({ length: 10 }, () => sql()`select pg_sleep(0.3)`));
  expect(performance.now() - started).toBeLessThan(1_500);
});

test("a request lost before Postgres changes nothing; one whose answer is lost has happened", async () => {
  const seen: string[][] = [];
  proxy.intercept(({ queries }, nth) => {
    seen.push([...queries]);
    return nth === 1 ? "drop-before" : nth === 2 ? "drop-after" : "pass";
  });
  await expect(sql()`insert into items (id) values (${30})`).rejects.toThrow();
  await expect(sql()`insert into items (id) values (${31})`).rejects.toThrow();
  expect(await sql()`select id from items where id in (30, 31)`).toEqual([{ id: 31 }]);
  expect(seen[0]).toEqual(["insert into items (id) values ($1)"]);
  expect(JSON.stringify(proxy.log())).not.toContain("values (31)");
});

test("a request is held until it is let go", async () => {
  let letGo: (() => void) | undefined;
  const asked = new Promise<void>((heard) => {
    proxy.intercept(() => {
      heard();
      return new Promise((resolve) => {
        letGo = () => resolve("pass");
      });
    });
  });
  let answered = false;
  const query = sql()`select 5 as five`.then((rows) => {
    answered = true;
    return rows;
  });
  await asked;
  expect(answered).toBe(false);
  letGo?.();
  expect(await query).toEqual([{ five: 5 }]);
});

test("while the database is away both fronts refuse, and open connections break", async () => {
  const pool = new Pool({ connectionString: postgres.url });
  const broke = new Promise((resolve) => pool.on("error", resolve));
  await pool.query("select 1");
  proxy.down = true;
  await broke;
  await expect(sql()`select 1`).rejects.toThrow("status 503");
  await expect(pool.query("select 1")).rejects.toBeDefined();
  proxy.down = false;
  expect(await sql()`select 1 as one`).toEqual([{ one: 1 }]);
  await pool.end();
});

test.each([
  ["no connection string", {}, "{}", 400],
  [
    "a string of another protocol",
    { "neon-connection-string": "mysql://a:b@c/d" },
    '{"query":"select 1"}',
    400,
  ],
  ["no JSON", { "neon-connection-string": "postgresql://a:b@c/d" }, "select 1", 400],
  ["no query", { "neon-connection-string": "postgresql://a:b@c/d" }, "{}", 400],
  ["queries of the wrong kind", { "neon-connection-string": "postgresql://a:b@c/d" }, '{"queries":5}', 400],
  [
    "a parameter of the wrong kind",
    { "neon-connection-string": "postgresql://a:b@c/d" },
    '{"query":"select $1","params":[{}]}',
    400,
  ],
])("%s is answered with a message", async (_name, headers: Record<string, string>, body, status) => {
  const response = await fetch(proxy.sqlEndpoint, { method: "POST", headers, body });
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ message: expect.any(String) });
});

test("a body above 64 MiB is refused", async () => {
  const response = await fetch(proxy.sqlEndpoint, {
    method: "POST",
    headers: { "neon-connection-string": postgres.url },
    body: new Uint8Array(64 * 2 ** 20 + 1),
  });
  expect(response.status).toBe(400);
  expect(await response.json()).toEqual({ message: expect.stringContaining("64 MiB") });
});

test("other paths and methods are refused, and the health says whether Postgres listens", async () => {
  expect((await fetch(`${proxy.url}/`)).status).toBe(404);
  expect((await fetch(proxy.sqlEndpoint)).status).toBe(405);
  expect((await fetch(`${proxy.url}/health`)).status).toBe(200);
});

test("a killed Postgres is an absent database, and is used again when it is back", async () => {
  const directory = mkdtempSync(join(tmpdir(), "aisha crash "));
  const first = await startPostgres({ directory });
  const front = await startNeonProxy({ postgresUrl: first.url });
  const ask = () =>
    fetch(front.sqlEndpoint, {
      method: "POST",
      headers: { "neon-connection-string": first.url },
      body: '{"query":"select count(*) from kept"}',
    });
  const client = await fetch(front.sqlEndpoint, {
    method: "POST",
    headers: { "neon-connection-string": first.url },
    body: '{"queries":[{"query":"create table kept (id int)"},{"query":"insert into kept values (1)"}]}',
  });
  expect(client.status).toBe(200);
  first.kill();
  await first.ended;
  await expect.poll(async () => (await ask()).status).toBe(503);
  const second = await startPostgres({ directory, port: first.port, temporary: true });
  await expect.poll(async () => (await ask()).status).toBe(200);
  expect(await (await ask()).json()).toMatchObject({ rows: [{ count: "1" }] });
  await front.close();
  await second.close();
});
