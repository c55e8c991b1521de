import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import pg from "pg";
import { expect, inject, test } from "vitest";
import { MIGRATIONS, migrate } from "../../cli/migrate.ts";
import { createDatabase } from "../harness/database.ts";

const PROJECT = join(import.meta.dirname, "../..");

async function tables(url: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query(
    "select table_name from information_schema.tables where table_schema = 'public' order by 1",
  );
  await client.end();
  return rows.map(({ table_name }) => table_name);
}

test("migrations run side by side and again without harm", async () => {
  const url = await createDatabase(inject("postgresUrl"), "migrated_by_many");
  await Promise.all([migrate(url), migrate(url), migrate(url)]);
  const once = await tables(url);
  await migrate(url);
  expect(await tables(url)).toEqual(once);
  expect(once).toContain("jobs");
});

test("the tables in code and the migrations say the same: generating finds nothing to do", () => {
  mkdirSync(join(PROJECT, ".local"), { recursive: true });
  const copy = mkdtempSync(join(PROJECT, ".local/drift-"));
  try {
    cpSync(join(PROJECT, "schema"), join(copy, "schema"), { recursive: true });
    const out = join(copy, "schema/migrations");
    const before = readdirSync(out);
    const bin = join(PROJECT, "node_modules/drizzle-kit/bin.cjs");
    const args = [
      "generate",
      "--dialect",
      "postgresql",
      "--schema",
      join(copy, "schema/index.ts"),
      "--out",
      relative(PROJECT, out),
    ];
    const run = spawnSync(process.execPath, [bin, ...args], { cwd: PROJECT, encoding: "utf8" });
    expect(run.stdout + run.stderr).toContain("No schema changes");
    expect(readdirSync(out)).toEqual(before);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
});

test("migrations have names that say what they are for, and times that only grow", () => {
  const journal = JSON.parse(readFileSync(join(PROJECT, "schema/migrations/meta/_journal.json"), "utf8"));
  const entries: { tag: string; when: number }[] = journal.entries;
  for (const [i, { tag, when }] of entries.entries()) {
    expect(tag).toMatch(/^\d{4}_[a-z]+_[a-z_]+$/);
    // The migrator skips whatever is older than the newest one it has applied.
    expect(when).toBeGreaterThan(entries[i - 1]?.when ?? 0);
  }
});

/** A database as it was before a migration, with these rows in it, brought up to date. */
async function broughtUpToDate(name: string, tag: string, rows: string): Promise<pg.Client> {
  const url = await createDatabase(inject("postgresUrl"), name);
  const copy = mkdtempSync(join(tmpdir(), "migrations-"));
  try {
    cpSync(MIGRATIONS, copy, { recursive: true });
    const path = join(copy, "meta/_journal.json");
    const journal = JSON.parse(readFileSync(path, "utf8"));
    const before = journal.entries.findIndex((entry: { tag: string }) => entry.tag.endsWith(tag));
    writeFileSync(path, JSON.stringify({ ...journal, entries: journal.entries.slice(0, before) }));
    await migrate(url, copy);
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(rows);
  await migrate(url);
  return client;
}

test("an avatar of before can be trained again: what made it is known, and its first price is no yes to a second one", async () => {
  const client = await broughtUpToDate(
    "migrated_with_avatars",
    "trained_again",
    `insert into users (id, telegram_id, locale) values ('usr_1', 1, 'en');
     insert into avatars (id, user_id, chat_id, state, subject, name, training_id, quoted_coins, weights_key, trigger)
     values ('avt_1', 'usr_1', 1, 'ready', 'woman', 'Anna', 'trg_1', 150, 'w', 'TOK1'),
            ('avt_2', 'usr_1', 1, 'draft', 'woman', 'Draft', null, 150, null, null);
     insert into trainings (id, avatar_id, state, trainer, preset, steps, trigger)
     values ('trg_1', 'avt_1', 'ready', 'fal-ai/flux-lora-portrait-trainer', 'balanced', 2500, 'TOK1')`,
  );
  try {
    const { rows } = await client.query("select id, made_by, quoted_coins, preset from avatars order by id");
    expect(rows).toEqual([
      { id: "avt_1", made_by: "trg_1", quoted_coins: null, preset: null },
      { id: "avt_2", made_by: null, quoted_coins: 150, preset: null },
    ]);
  } finally {
    await client.end();
  }
});

test("recordings of before: what FAL heard is known by its model or its requests, and a Worker of before still keeps new ones", async () => {
  const client = await broughtUpToDate(
    "migrated_with_recordings",
    "what_was_dropped",
    `insert into users (id, telegram_id, locale) values ('usr_1', 1, 'en');
     insert into transcripts (id, user_id, chat_id, message_id, source, file_id, file_unique_id, model, changed_at)
     values ('trn_1', 'usr_1', 1, 1, 'voice', 'f', 'u1', 'gpt-transcribe', '2026-11-01T00:00:00Z'),
            ('trn_2', 'usr_1', 1, 2, 'voice', 'f', 'u2', 'fal-ai/whisper', '2026-11-02T00:00:00Z'),
            ('trn_3', 'usr_1', 1, 3, 'voice', 'f', 'u3', null, '2026-11-03T00:00:00Z');
     insert into transcript_parts (transcript_id, position, from_seconds, to_seconds, plan, request_id)
     values ('trn_3', 0, 0, 1, '{}', 'req_1')`,
  );
  try {
    await client.query(
      "select receive_recording('trn_4', 1, 1, 4, 'voice', 'f', 'u4', null, null, '2026-11-04T00:00:00Z')",
    );
    const { rows } = await client.query("select id, said_at, fal_asked_at from transcripts order by id");
    expect(rows).toEqual([
      { id: "trn_1", said_at: null, fal_asked_at: null },
      { id: "trn_2", said_at: null, fal_asked_at: new Date("2026-11-02T00:00:00Z") },
      { id: "trn_3", said_at: null, fal_asked_at: new Date("2026-11-03T00:00:00Z") },
      { id: "trn_4", said_at: null, fal_asked_at: null },
    ]);
  } finally {
    await client.end();
  }
});
