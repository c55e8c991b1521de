import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { findSpoken, guessMeant } from "../../domain/search/index.ts";
import { type NeonProxy, startNeonProxy } from "../../local/neon-proxy/index.ts";
import { type Db, openPostgres } from "../../ports/postgres.ts";
import { type FreshDatabase, freshDatabase } from "../harness/database.ts";

let database: FreshDatabase;
let proxy: NeonProxy;
let pool: pg.Pool;
let db: Db;

beforeAll(async () => {
  database = await freshDatabase();
  proxy = await startNeonProxy({ postgresUrl: database.url });
  pool = new pg.Pool({ connectionString: database.url, max: 1 });
  db = openPostgres(database.url, proxy.sqlEndpoint);
  await pool.query(
    "insert into users (id, telegram_id, locale) values ('usr_1', 1, 'ru'), ('usr_2', 2, 'ru')",
  );
  await say("trn_1", "usr_1", "Встречаемся с подрядчиками в пятницу. Договор подпишет Анна Сергеевна.");
  await say("trn_2", "usr_1", "The meeting was moved to Monday, and the invoices were paid.");
  await say("trn_3", "usr_1", "Ертең Алматыда кездесу болады, құжаттарды дайындау керек.");
  await say("trn_4", "usr_2", "Встреча с подрядчиком отменяется.");
  await say("trn_5", "usr_1", "Договор и ещё раз договор: о договоре говорили долго.");
});

afterAll(async () => {
  await pool.end();
  await proxy.close();
  await database.drop();
});

let message = 0;
async function say(id: string, owner: string, ...texts: string[]): Promise<void> {
  const passages = texts.map((text, i) => ({ from: i * 120, to: (i + 1) * 120, text }));
  await pool.query(
    `insert into transcripts (id, user_id, chat_id, message_id, source, file_id, file_unique_id, state, seconds, passages)
     values ($1, $2, 1, $3, 'voice', $1, $1, 'delivered', 240, $4)`,
    [id, owner, ++message, JSON.stringify(passages)],
  );
}

const ids = async (asked: string, owner = "usr_1") =>
  (await findSpoken(db, owner, asked, { limit: 10 })).found.map(({ transcriptId }) => transcriptId);

test.each([
  ["another case of a Russian word", "подрядчиком", ["trn_1"]],
  ["another form of an English word", "meetings invoice", ["trn_2"]],
  ["a Kazakh word", "кездесу", ["trn_3"]],
  ["the beginning of a Kazakh word", "құжат", ["trn_3"]],
  ["the beginning of a name", "Серг", ["trn_1"]],
  ["words of different stretches of different recordings", "кездесу invoice", []],
  ["a word of somebody else's", "отменяется", []],
  ["no word at all", "?! …", []],
  ["what looks like a query of the database", "договор' | '", ["trn_5", "trn_1"]],
])("%s is found where it was said, and nowhere else", async (_, asked, expected) => {
  expect(await ids(asked)).toEqual(expected);
});

test("where it was said more often, or in just these words, stands first", async () => {
  expect(await ids("договор")).toEqual(["trn_5", "trn_1"]);
  expect(await ids("договор подпишет")).toEqual(["trn_1"]);
});

test("a slip of the finger is forgiven, by the words that its owner's recordings know", async () => {
  expect(await guessMeant(db, "usr_1", "встрчаемся")).toBe("встречаемся");
  expect(await guessMeant(db, "usr_1", "договор")).toBeNull();
  expect(await guessMeant(db, "usr_1", "отменятся")).toBeNull();
});

test("a new text takes the place of the old in the search, and a deleted one leaves it; groups are never in it", async () => {
  await say("trn_6", "usr_2", "Слово первое.");
  await pool.query("update transcripts set passages = $1 where id = 'trn_6'", [
    JSON.stringify([{ from: 0, to: 5, text: "Слово второе." }]),
  ]);
  expect(await ids("первое", "usr_2")).toEqual([]);
  expect(await ids("второе", "usr_2")).toEqual(["trn_6"]);
  await pool.query("delete from transcripts where id = 'trn_6'");
  expect(await ids("второе", "usr_2")).toEqual([]);
  await pool.query(
    `insert into transcripts (id, user_id, chat_id, message_id, source, file_id, file_unique_id, passages)
     values ('trn_7', 'usr_2', -100, 1, 'voice', 'g', 'g', '[{"from":0,"to":1,"text":"групповое"}]')`,
  );
  expect(await ids("групповое", "usr_2")).toEqual([]);
});

test("a very long text is searched to its end, and short stretches together", async () => {
  const long = `${"слово ".repeat(150_000)}конец света.`;
  await say("trn_8", "usr_2", long);
  const [found] = (await findSpoken(db, "usr_2", "конец света", { limit: 1 })).found;
  expect(found?.transcriptId).toBe("trn_8");
  expect(found?.said.split(" ").length).toBeLessThanOrEqual(500);
  const short = Array.from({ length: 12 }, (_, i) => ({ from: i * 2, to: i * 2 + 2, text: `часть${i}` }));
  await pool.query("update transcripts set passages = $1 where id = 'trn_8'", [JSON.stringify(short)]);
  expect((await findSpoken(db, "usr_2", "часть1 часть7", { limit: 5 })).found).toMatchObject([
    { fromSeconds: 0, toSeconds: 24 },
  ]);
});
