import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Digest, findDigest, keepTodos } from "../../domain/digests/index.ts";
import { dropTodo, listReminders, tickTodo } from "../../domain/todos/index.ts";
import { type NeonProxy, startNeonProxy } from "../../local/neon-proxy/index.ts";
import { commit, type Db, openPostgres } from "../../ports/postgres.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

const NOW = new Date("2026-11-20T10:00:00Z");
const CONTRACT = "Анна отправит договор";
const ESTIMATE = "Виктор проверит смету";

let database: FreshDatabase;
let proxy: NeonProxy;
let pool: pg.Pool;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  proxy = await startNeonProxy({ postgresUrl: database.url });
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
  db = openPostgres(database.url, proxy.sqlEndpoint);
});
beforeEach(() =>
  pool.query(`
    delete from transcripts;
    insert into users (id, telegram_id, locale) values ('usr_1', 1, 'ru'), ('usr_2', 2, 'ru') on conflict do nothing;
    insert into transcripts (id, user_id, chat_id, message_id, source, file_id, file_unique_id)
    values ('trn_1', 'usr_1', 1, 1, 'voice', 'f', 'u1'), ('trn_2', 'usr_1', 1, 2, 'voice', 'f', 'u2')`),
);
afterAll(async () => {
  await pool.end();
  await proxy.close();
  await database.drop();
});

let lists = 0;

/** Writes a list of these tasks: quotes with their days. By default about the first recording. */
async function write(tasks: Record<string, string | null>, about = ["trn_1"]): Promise<void> {
  const id = `dig_${++lists}`;
  const points = Object.entries(tasks).map(([quote, on]) => ({
    ...{ text: `Задача: ${quote}`, quote, source: 0, at: 1, until: 2 },
    ...(on && { due: { words: "тогда", on, time: null } }),
  }));
  const digest: Digest = { groups: [{ of: "tasks", title: null, points }], dropped: 0 };
  // Every list has a wish of its own: it was written of another hearing, or in another language.
  await pool.query(
    "insert into digests (id, user_id, chat_id, kind, language, wish, result) values ($1, 'usr_1', 1, 'todo', 'ru', $1, $2)",
    [id, JSON.stringify(digest)],
  );
  for (const [position, transcript] of about.entries())
    await pool.query("insert into digest_sources values ($1, $2, $3)", [id, position, transcript]);
  const whole = await findDigest(db, id);
  if (whole) await commit(db, keepTodos(db, whole, digest, NOW));
}

const kept = async () =>
  (
    await pool.query(
      "select id, quote, due_on::text as due, done_at as done, remind_at as remind from todos order by quote",
    )
  ).rows;
const idOf = async (quote: string): Promise<string> =>
  (await kept()).find((todo) => todo.quote === quote)?.id ?? "";

test("a list that is written anew takes the place of the old one, whatever its hearing and language; that of other recordings stays", async () => {
  await write({ [CONTRACT]: null, [ESTIMATE]: null });
  await write({ [CONTRACT]: null, [ESTIMATE]: null });
  expect(await kept()).toHaveLength(2);
  await write({ [CONTRACT]: null }, ["trn_1", "trn_2"]);
  expect(await kept()).toHaveLength(3);
});

test("a tick, a chosen day, a reminder that was put off and a deletion live on in the new list", async () => {
  await write({ [CONTRACT]: "2026-11-27", [ESTIMATE]: null, "третье дело": "2026-11-28", лишнее: null });
  await commit(db, [
    tickTodo(db, 1, await idOf(CONTRACT), true, NOW),
    dropTodo(db, 1, await idOf("лишнее")),
    // Another's hand does nothing.
    dropTodo(db, 2, await idOf("третье дело")),
  ]);
  await pool.query("update todos set due_on = '2026-12-24' where quote = $1", [ESTIMATE]);
  const later = new Date("2026-11-20T12:34:00Z");
  await pool.query("update todos set remind_at = $1 where quote = 'третье дело'", [later]);
  await write({ [CONTRACT]: "2026-11-27", [ESTIMATE]: null, "третье дело": "2026-11-28", лишнее: null });
  await write({ [CONTRACT]: "2026-11-27", [ESTIMATE]: null, "третье дело": "2026-11-28", лишнее: null });
  expect(await kept()).toMatchObject([
    { quote: CONTRACT, due: "2026-11-27", done: NOW },
    { quote: ESTIMATE, due: "2026-12-24", done: null },
    { quote: "третье дело", due: "2026-11-28", done: null, remind: later },
  ]);
});

test("a day that nobody chose is the one that was found last", async () => {
  await write({ [CONTRACT]: "2026-11-27" });
  await write({ [CONTRACT]: "2026-11-23" });
  expect(await kept()).toMatchObject([{ due: "2026-11-23", remind: new Date("2026-11-23T06:00:00Z") }]);
});

test("nobody is reminded of what is ticked; without the tick the reminder is there again, if its time has not passed", async () => {
  await write({ [CONTRACT]: "2026-11-27" });
  const id = await idOf(CONTRACT);
  const at = (day: string) => new Date(`${day}T10:00:00Z`);
  const due = async () => (await listReminders(db, at("2026-11-30"), 10)).length;
  expect(await due()).toBe(1);
  await commit(db, [tickTodo(db, 1, id, true, NOW)]);
  expect(await due()).toBe(0);
  await commit(db, [tickTodo(db, 1, id, false, at("2026-11-21"))]);
  expect(await due()).toBe(1);
  await commit(db, [tickTodo(db, 1, id, true, NOW)]);
  await commit(db, [tickTodo(db, 1, id, false, at("2026-11-29"))]);
  expect(await kept()).toMatchObject([{ done: null, remind: null }]);
});
