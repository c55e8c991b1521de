import { sql } from "drizzle-orm";
import { type Database, openDatabase } from "../cli/database.ts";
import { migrate } from "../cli/migrate.ts";
import { findSpoken, searchFor, wordsOf } from "../domain/search/index.ts";
import { startPostgres } from "../local/postgres.ts";
import { percentile, rounded, table } from "./figures.ts";

const SIZES = [1_000, 100_000, 1_000_000];
/** Recordings of most people; one of them owns a tenth of everything besides. */
const PER_PERSON = 100;
/** Transcripts that are made in one statement. */
const BATCH = 20_000;
/** Words that differ. */
const RANKS = 5_000;
const ASKED_OF = 40;
const RESULTS = 5;

/** What people look for: a word, its other form, the beginning of one, two words, English, Kazakh, a rare word, none. */
const QUESTIONS = [
  "договора",
  "встреч",
  "бюджет проекта",
  "meetings",
  "жиналыс",
  "слово17 договор",
  "слово4999",
  "абракадабра",
];

/** Words that are said, the most frequent first; behind them 5000 that are said ever more rarely. */
const VOCABULARY =
  "и в на не что это мы надо the to of and is бұл және мен бар договор встреча проект бюджет заказчик срок отчёт вопрос решение " +
  "meeting budget deadline customer report project question жиналыс жоба есеп мерзім сұрақ шешім тапсырыс компания менеджер";

/**
 * How long a search takes with 1,000, 100,000 and a million transcripts, for somebody with a hundred and for somebody with a
 * tenth of all. `medianMs`: of the former at a million; `growth`: how many times that of a thousand.
 */
export async function search(): Promise<Record<string, unknown>> {
  const postgres = await startPostgres({ temporary: true });
  try {
    await migrate(postgres.url);
    const databases = await Promise.all([openDatabase(postgres.url), openDatabase(postgres.url)]);
    try {
      return await grow(databases);
    } finally {
      for (const database of databases) await database.close();
    }
  } finally {
    await postgres.close();
  }
}

async function grow(databases: readonly Database[]): Promise<Record<string, unknown>> {
  const [first] = databases;
  if (!first) throw new Error("no connection");
  const { db } = first;
  await makeWorld(db);
  const rows: (string | number)[][] = [
    ["transcripts", "loaded in s", "median ms", "p95 ms", "owner of many ms", "p95 ms"],
  ];
  const medians: number[] = [];
  let most = 0;
  let there = 0;
  for (const size of SIZES) {
    const began = performance.now();
    // An index is built much faster than it grows.
    await db.execute(sql`drop index spoken_words`);
    const batches: [number, number][] = [];
    for (; there < size; there = Math.min(size, there + BATCH))
      batches.push([there, Math.min(size, there + BATCH)]);
    // One batch beside the other, as many as there are connections.
    const left = batches.values();
    await Promise.all(
      databases.map(async (database) => {
        for (const [from, to] of left) await makeTranscripts(database.db, from, to);
      }),
    );
    await db.execute(sql`set maintenance_work_mem = '512MB'`);
    await db.execute(sql`create index spoken_words on spoken using gin (words)`);
    await db.execute(sql`vacuum (analyze) transcripts, spoken`);
    const seconds = (performance.now() - began) / 1000;
    const people = Math.max(1, Math.min(ASKED_OF, size / PER_PERSON));
    const many = Array.from({ length: ASKED_OF }, () => "usr_bench_0");
    const few = Array.from({ length: ASKED_OF }, (_, i) => `usr_bench_${1 + (i % people)}`);
    await timeAll(db, few);
    const usual = await timeAll(db, few);
    const heavy = await timeAll(db, many);
    medians.push(percentile(usual, 0.5));
    most = percentile(heavy, 0.5);
    rows.push([
      size,
      rounded(seconds, 0),
      ...[usual, heavy].flatMap((times) => [0.5, 0.95].map((share) => rounded(percentile(times, share)))),
    ]);
    console.log(
      `\n${size} transcripts, "${QUESTIONS[2]}":\n${await planOf(db, "usr_bench_1", QUESTIONS[2] ?? "")}`,
    );
  }
  console.log(`\n${table(rows)}`);
  const [smallest = Number.NaN] = medians;
  const last = medians.at(-1) ?? Number.NaN;
  return {
    figures: { growth: rounded(last / smallest), medianMs: rounded(last), ownerOfManyMs: rounded(most) },
  };
}

type Db = Database["db"];

async function timeAll(db: Db, owners: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const owner of owners)
    for (const question of QUESTIONS) {
      const began = performance.now();
      await findSpoken(db, owner, question, { limit: RESULTS });
      times.push(performance.now() - began);
    }
  return times;
}

async function planOf(db: Db, owner: string, question: string): Promise<string> {
  const asked = searchFor(owner, wordsOf(question), { limit: RESULTS, offset: 0 });
  const { rows } = await db.execute<{ "QUERY PLAN": string }>(sql`explain (analyze, costs off) ${asked}`);
  return rows
    .map((row) => row["QUERY PLAN"])
    .filter((line) => /Scan|Sort|Limit|Time/.test(line))
    .join("\n");
}

/** People, and the words in the order of how often they are said. */
async function makeWorld(db: Db): Promise<void> {
  await db.execute(sql`
    insert into users (id, telegram_id, locale)
    select 'usr_bench_' || n, n + 1, 'ru' from generate_series(0, ${Math.max(...SIZES) / PER_PERSON}::int) n`);
  await db.execute(sql`create unlogged table vocabulary (rank int primary key, word text)`);
  await db.execute(sql`
    insert into vocabulary
    select row_number() over (order by ord), word
      from (select ord, word from unnest(string_to_array(${VOCABULARY}, ' ')) with ordinality as first (word, ord)
            union all select 1000 + n, 'слово' || n from generate_series(1, ${RANKS}::int) n) words`);
}

/** Transcripts `[from, to)` of half a minute, 30 words each, a word by Zipf's law: the exponential of an even chance. */
async function makeTranscripts(db: Db, from: number, to: number): Promise<void> {
  const newest = Math.max(...SIZES);
  // The trigger would do the same, row by row.
  await db.execute(sql`set session_replication_role = replica`);
  await db.execute(sql`
    with made as (
      select n, 'trn_' || lpad(n::text, 26, '0') as id, string_agg(word, ' ') as said,
             'usr_bench_' || case when n % 10 = 0 then 0 else 1 + n / ${PER_PERSON}::int end as owner
        from (select n, floor(exp(random() * ln(${RANKS}::int)))::int as rank
                from generate_series(${from}::int, ${to - 1}::int) n, generate_series(1, 30)) picked
        join vocabulary using (rank) group by n),
    written as (
      insert into transcripts (id, user_id, state, chat_id, message_id, source, file_id, file_unique_id, seconds, text, created_at)
      select id, owner, 'delivered', 1, n, 'voice', 'f', n::text, 30, said, now() - (${newest}::int - n) * interval '1 second'
        from made)
    insert into spoken (transcript_id, position, user_id, from_seconds, to_seconds, said, words)
    select id, 1, owner, 0, 30, said, spoken_words(owner, said) from made`);
}
