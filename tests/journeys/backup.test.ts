import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { createDatabase } from "../harness/database.ts";
import { runAisha } from "../harness/operator.ts";
import { callTelegram, eventually, fixture, SECRET, type Stack, startStack } from "../harness/stack.ts";
import { type LocalStore, startStore } from "../harness/store.ts";
import { startWorker } from "../harness/worker.ts";

/** Something that other line splitters take for the end of a line, and what COPY escapes. */
const ODD = "Айгүл\u2028\\.\tO'Neil\n\\N";

let stack: Stack;
let other: LocalStore;
let settings: Record<string, string>;
const place = mkdtempSync(join(tmpdir(), "aisha backups "));
const objects = mkdtempSync(join(tmpdir(), "aisha other store "));

beforeAll(async () => {
  [stack, other] = await Promise.all([startStack(), startStore(objects)]);
  const { out } = await runAisha({}, "backup", "key", "--json");
  settings = { ...stack.settings, BACKUP_TARGET: place, BACKUP_KEY: JSON.parse(out).key };
});
afterAll(async () => {
  await Promise.all([stack[Symbol.asyncDispose](), other.close()]);
  for (const path of [place, objects]) rmSync(path, { recursive: true, force: true });
});

const emptySystem = async (name: string) => ({
  ...settings,
  DATABASE_URL: await createDatabase(inject("postgresUrl"), name),
  MINIO_ENDPOINT: other.url,
});
const files = () =>
  readdirSync(place, { recursive: true, encoding: "utf8" }).filter((name) => /\.(age|json|gz)$/.test(name));
const run = async (with_: Record<string, string>, ...words: string[]) => {
  const ran = await runAisha(with_, ...words, "--json");
  return { ...ran, data: ran.out ? JSON.parse(ran.out) : null };
};

/** Every row of every table, and what guards them, by digests. */
async function contents(ask: (sql: string) => Promise<Record<string, unknown>[]>) {
  const tables = await ask(
    "select tablename as name from pg_tables where schemaname in ('public', 'drizzle') order by 1",
  );
  const digests: unknown[] = [];
  for (const { name } of tables) {
    const schema = name === "__drizzle_migrations" ? "drizzle" : "public";
    const [row] = await ask(
      `select count(*) as rows, md5(string_agg(t::text, '|' order by t::text)) as digest from ${schema}.${name} t`,
    );
    digests.push({ name, ...row });
  }
  return {
    digests,
    keys: await ask(
      "select conname, pg_get_constraintdef(oid) from pg_constraint where contype = 'f' order by 1",
    ),
    triggers: await ask("select tgname, tgenabled from pg_trigger where not tgisinternal order by 1"),
    indexes: await ask("select indexdef from pg_indexes where schemaname = 'public' order by 1"),
  };
}

test("a restored system is the one that was backed up: rows, objects, money, and a bot that answers", async () => {
  const { telegram } = stack;
  const user = telegram.addUser({ language_code: "en", first_name: "Aigul" });
  await telegram.sendVoice(user, fixture("voice-en.ogg"), { duration: 9 });
  await telegram.waitFor(user.id, (message) => message.text?.includes("speech simulator") === true);
  await runAisha(settings, "credits", "give", String(user.id), "40", "--why", ODD);

  // The command's word to the user waits for the next tick.
  await stack.later(60);
  await eventually("nothing is under way", async () => {
    const [left] = await stack.query("select from jobs where state in ('waiting', 'running')");
    return !left;
  });
  const was = await contents(stack.query);
  const first = await run(settings, "backup");
  expect(first.data).toMatchObject({ locked: true, vanished: 0, removed: [] });
  expect(first.data.copied).toBe(first.data.objects);
  expect(first.data.objects).toBeGreaterThan(0);
  // Nothing readable lies around.
  expect(files().every((name) => name.endsWith(".age"))).toBe(true);
  for (const name of files())
    expect(readFileSync(join(place, name)).includes(Buffer.from(String(user.id)))).toBe(false);

  const restored = await emptySystem("restored");
  const { code, err, data } = await run(restored, "restore");
  expect([code, err]).toEqual([0, ""]);
  expect(data).toMatchObject({ name: first.data.name, objects: first.data.objects });

  const client = new pg.Client({ connectionString: restored.DATABASE_URL });
  await client.connect();
  expect(await contents(async (sql) => (await client.query(sql)).rows)).toEqual(was);
  expect(JSON.stringify((await client.query("select * from audit_log")).rows)).toContain(
    JSON.stringify(ODD).slice(1, -1),
  );

  // The bot lives on there: its database answers over HTTP through the same proxy, its store is the other one.
  await stack.worker.kill();
  const worker = await startWorker(inject("workerBundle"), restored);
  try {
    await callTelegram(telegram, "setWebhook", {
      url: `${worker.url}/webhook/telegram`,
      secret_token: SECRET,
    });
    await telegram.sendVoice(user, fixture("voice-ru.ogg"), { duration: 9 });
    let texts = 0;
    await eventually("a second text", async () => {
      texts = (await client.query("select from transcripts where state = 'delivered'")).rowCount ?? 0;
      return texts === 2;
    });
    // A new entry continues the ledger's numbers.
    const gave = await runAisha(restored, "credits", "give", String(user.id), "1", "--why", "after");
    expect([gave.code, gave.err]).toEqual([0, ""]);
    expect((await run(restored, "credits", "check")).code).toBe(0);
  } finally {
    await worker.kill();
    await client.end();
  }
  const again = await run(restored, "restore");
  expect([again.code, again.data.error]).toEqual([1, expect.stringContaining("not empty")]);
});

test("the next backup copies only what is new, keeps what is young, and forgets what is old", async () => {
  const second = await run(settings, "backup");
  expect(second.data).toMatchObject({ copied: 0, removed: [] });
  expect((await run(settings, "backup", "list")).data).toHaveLength(2);
  const before = files().length;
  const third = await run(settings, "backup", "--keep-days", "0");
  expect(third.data.removed).toHaveLength(2);
  // The objects are the newest backup's, too: only two dumps and two manifests went, one of each came.
  expect(files().length).toBe(before - 2);
  expect((await run(settings, "backup", "verify")).data).toMatchObject({
    name: third.data.name,
    objects: third.data.objects,
  });
});

test("a bucket holds backups as a directory does", async () => {
  const bucket = {
    ...settings,
    BACKUP_KEY: "",
    BACKUP_TARGET: "s3://aisha-v2-avatars/nightly",
    BACKUP_ENDPOINT: other.url,
    BACKUP_ACCESS_KEY_ID: "local",
    BACKUP_SECRET_ACCESS_KEY: "local-secret",
  };
  const { code, data, err } = await run(bucket, "backup");
  expect([code, err]).toEqual([0, ""]);
  expect(data.locked).toBe(false);
  expect((await run(bucket, "backup", "verify")).data.name).toBe(data.name);
  const own = await run({ ...bucket, BACKUP_ENDPOINT: "" }, "backup");
  expect([own.code, own.data.error]).toEqual([1, expect.stringContaining("another bucket")]);
});

test("another key, a changed byte and a cut end are noticed", async () => {
  const { data } = await run({}, "backup", "key");
  const stranger = await run({ ...settings, BACKUP_KEY: data.key }, "backup", "verify");
  expect([stranger.code, stranger.data.error]).toEqual([1, expect.stringContaining("identity")]);
  expect((await run({ ...settings, BACKUP_KEY: "secret" }, "backup", "list")).data.error).toContain(
    "age identity",
  );

  const object = join(place, files().find((name) => name.startsWith("objects")) ?? "");
  const whole = readFileSync(object);
  const changed = Buffer.from(whole);
  changed[changed.length - 20] = (changed[changed.length - 20] ?? 0) ^ 1;
  for (const broken of [changed, whole.subarray(0, whole.length - 30)]) {
    writeFileSync(object, broken);
    expect((await run(settings, "backup", "verify")).code).toBe(1);
  }
  writeFileSync(object, whole);
  expect((await run(settings, "backup", "verify")).code).toBe(0);
});
