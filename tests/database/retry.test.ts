import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { type Database, openDatabase } from "../../cli/database.ts";
import { retry } from "../../cli/jobs.ts";
import { retryJob } from "../../domain/admin/index.ts";
import { findJob, type NewJob, withId } from "../../domain/jobs/index.ts";
import { freshDatabase } from "../harness/database.ts";

const now = new Date("2026-11-21T12:00:00Z");
const transcriptId = "trn_00000000000000000000000000";

/** A recording in this state, and what reads it. */
async function open(state: string): Promise<Database & AsyncDisposable> {
  const fresh = await freshDatabase();
  const database = await openDatabase(fresh.url);
  await database.commit([
    database.db.execute(
      sql`insert into users (id, telegram_id, locale) values ('usr_00000000000000000000000000', 1, 'en')`,
    ),
    database.db.execute(sql`
      insert into transcripts (id, user_id, state, chat_id, message_id, source, file_id, file_unique_id)
      values (${transcriptId}, 'usr_00000000000000000000000000', ${state}::transcript_state, 1, 1, 'voice', 'f', 'u')`),
  ]);
  const close = async () => {
    await database.close();
    await fresh.drop();
  };
  return { ...database, close, [Symbol.asyncDispose]: close };
}

/** A job that was given up; answers its id. */
async function giveUp({ db, commit }: Database, kind: string, more: object = {}): Promise<string> {
  const { id } = withId({ kind, payload: {}, key: kind } as unknown as NewJob, now);
  await commit([
    db.execute(sql`
      insert into jobs (id, kind, payload, key, state, run_after, woken_at, ended_at)
      values (${id}, ${kind}, ${JSON.stringify({ transcriptId, ...more })}::jsonb, ${id}, 'dead', now(), now(), now())`),
  ]);
  return id;
}

const read = async ({ db }: Database, what: string): Promise<unknown[]> =>
  (await db.execute(sql.raw(what))).rows;
const openJobs = (database: Database) =>
  read(database, "select kind from jobs where state = 'waiting' order by kind");

test("what failed with its recording is started again by that recording, once, and written down", async () => {
  for (const step of ["ingest", "plan", "quote", "transcribe", "merge", "deliver"]) {
    await using database = await open("failed");
    const id = await giveUp(database, `transcription.${step}`, { position: 0 });
    expect(await retry(database, id, now)).toBe(`started recording ${transcriptId} again`);
    expect(await openJobs(database)).toEqual([{ kind: "transcription.ingest" }]);
    expect(await read(database, "select state, run from transcripts")).toEqual([
      { state: "received", run: 2 },
    ]);
    expect(await findJob(database.db, id)).toMatchObject({ state: "dropped" });
    expect(await read(database, "select actor, action, subject from audit_log")).toEqual([
      { actor: "cli", action: "retry", subject: id },
    ]);
  }
});

test.each([
  ["erase", "refused"],
  ["erase", "failed"],
  ["discard", "delivered"],
  ["drop-original", "delivered"],
  ["clip", "delivered"],
  ["redraw", "delivered"],
  ["explain", "refused"],
  ["explain", "failed"],
  ["transcribe", "transcribing"],
  ["deliver", "cancelled"],
])("a dead transcription.%s of a recording that is %s is run again itself", async (step, state) => {
  await using database = await open(state);
  const id = await giveUp(database, `transcription.${step}`);
  expect(await retry(database, id, now)).toBe(`revived ${id}`);
  expect(await openJobs(database)).toEqual([{ kind: `transcription.${step}` }]);
  expect(await read(database, "select state, run from transcripts")).toEqual([{ state, run: 1 }]);
  expect(await read(database, "select action from audit_log")).toEqual([{ action: "retry" }]);
});

test.each(["notices.stored", "notices.subtitles", "notices.transcript-file"])(
  "a dead %s of a failed recording is run again itself, and does not start that recording",
  async (kind) => {
    await using database = await open("failed");
    const id = await giveUp(database, kind);
    expect(await retry(database, id, now)).toBe(`revived ${id}`);
    expect(await openJobs(database)).toEqual([{ kind }]);
  },
);

test("who comes second starts nothing, is told so, and is not written down", async () => {
  await using database = await open("failed");
  const { db, commit } = database;
  for (const kind of ["transcription.erase", "transcription.merge"]) {
    const job = await findJob(db, await giveUp(database, kind));
    if (!job) throw new Error("there is no job");
    const [first, second] = [1, 2].map((by) =>
      retryJob(db, job, by, "w", new Date(now.getTime() + 1000 * by)),
    );
    expect(first?.started(await commit(first.changes))).toBe(
      kind === "transcription.erase" ? "job" : "recording",
    );
    expect(second?.started(await commit(second.changes))).toBeNull();
  }
  expect(await read(database, "select distinct actor from audit_log")).toEqual([{ actor: "1" }]);
});
