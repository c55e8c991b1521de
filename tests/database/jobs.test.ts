import { sql } from "drizzle-orm";
import { expect, test, vi } from "vitest";
import { type Database, openDatabase } from "../../cli/database.ts";
import { drop, list, retry } from "../../cli/jobs.ts";
import {
  claimOverdue,
  end,
  forgetEnded,
  LEASE_LOST,
  measureJobs,
  owe,
  postpone,
  renew,
  take,
  withId,
} from "../../domain/jobs/index.ts";
import { secondsLater } from "../../ports/clock.ts";
import type { Ports } from "../../ports/index.ts";
import { whileHeld } from "../../queues/hold.ts";
import { freshDatabase } from "../harness/database.ts";

const now = new Date("2026-11-21T12:00:00Z");
const job = (key = "k") =>
  withId({ kind: "notices.show", payload: { telegramId: 1, screen: "help" }, key }, now);

async function open(): Promise<Database & AsyncDisposable> {
  const fresh = await freshDatabase();
  const database = await openDatabase(fresh.url);
  const close = async () => {
    await database.close();
    await fresh.drop();
  };
  return { ...database, close, [Symbol.asyncDispose]: close };
}

test("the same work is owed once, and only when its condition holds", async () => {
  await using database = await open();
  const { db, commit } = database;
  const answers = await commit([
    owe(db, job(), now),
    owe(db, job(), now),
    owe(db, job("other"), now, { when: sql`false` }),
  ]);
  expect(answers.map((answer) => (answer as { rows: unknown[] }).rows.length)).toEqual([1, 0, 0]);
});

test("of many that reach for a job one gets it, until the lease ends", async () => {
  const fresh = await freshDatabase();
  const workers = await Promise.all(Array.from({ length: 8 }, () => openDatabase(fresh.url)));
  const [first] = workers;
  const owed = job();
  await first?.commit([owe(first.db, owed, now)]);
  const taken = await Promise.all(workers.map(({ db }, i) => take(db, owed, `lease-${i}`, now)));
  expect(taken.filter(Boolean)).toHaveLength(1);
  const later = await Promise.all(
    workers.map(({ db }, i) => take(db, owed, `later-${i}`, secondsLater(now, 61))),
  );
  const [again] = later.filter((job) => job !== null);
  expect(later.filter(Boolean)).toHaveLength(1);
  expect(again).toMatchObject({ attempts: 2, faults: 1 });
  await Promise.all(workers.map(({ close }) => close()));
  await fresh.drop();
});

test("a job that carries files keeps its lease while its worker lives, and for a quarter of an hour at most", async () => {
  await using database = await open();
  const { db, commit } = database;
  const owed = job();
  await commit([owe(db, owed, now)]);
  const held = await take(db, owed, "carrier", now);
  if (!held) throw new Error("it is free");
  const warned: string[] = [];
  let time = now;
  const ports = { db, clock: { now: () => time }, log: { warn: (what: string) => warned.push(what) } };
  const over = Promise.withResolvers<void>();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
  const work = whileHeld(ports as unknown as Ports, held, () => over.promise);
  const until = async () => {
    const { rows } = await db.execute(sql`select leased_until from jobs where id = ${owed.id}`);
    return (new Date(String(rows[0]?.leased_until)).getTime() - now.getTime()) / 1000;
  };
  expect(await until()).toBe(60);
  time = secondsLater(now, 40);
  vi.advanceTimersByTime(20_000);
  await expect.poll(until).toBe(100);
  expect(await take(db, owed, "other", secondsLater(now, 61))).toBeNull();
  time = secondsLater(now, 15 * 60);
  vi.advanceTimersByTime(20_000);
  expect(await take(db, owed, "other", time)).toMatchObject({ faults: 1 });
  expect(vi.getTimerCount()).toBe(0);
  over.resolve();
  await work;
  await renew(db, held, secondsLater(time, 3600));
  expect(await until(), "another's lease is left alone").toBe(15 * 60 + 60);
  expect(warned).toEqual([]);
  vi.useRealTimers();
});

test("an effect counts only with the lease that was taken for it", async () => {
  await using database = await open();
  const { db, commit } = database;
  const owed = job();
  await commit([owe(db, owed, now)]);
  await take(db, owed, "old", now);
  await take(db, owed, "new", secondsLater(now, 61));
  const effect = () => db.execute(sql`insert into telegram_updates (update_id) values (1)`);
  const failure = await commit([end(db, { id: owed.id, lease: "old" }, now), effect()]).catch(
    (error) => error,
  );
  expect(failure.cause?.code ?? failure.code).toBe(LEASE_LOST);
  expect((await db.execute(sql`select 1 from telegram_updates`)).rows).toEqual([]);
  await commit([end(db, { id: owed.id, lease: "new" }, now), effect()]);
  expect((await db.execute(sql`select 1 from telegram_updates`)).rows).toHaveLength(1);
  expect(await take(db, owed, "third", secondsLater(now, 3600))).toBeNull();
});

test("a job that waits is taken when it is due, not before", async () => {
  await using database = await open();
  const { db, commit } = database;
  const owed = job();
  await commit([owe(db, owed, now)]);
  const taken = await take(db, owed, "a", now);
  await commit([
    postpone(db, taken ?? { id: "", lease: "" }, new Error("away"), secondsLater(now, 30), false),
  ]);
  expect(await take(db, owed, "b", secondsLater(now, 29))).toBeNull();
  expect(await take(db, owed, "c", secondsLater(now, 30))).toMatchObject({ attempts: 2, faults: 0 });
});

test("the reconciler finds lost wake-ups and dead workers, each once, and leaves the rest alone", async () => {
  await using database = await open();
  const { db, commit } = database;
  const [lost, abandoned, busy, fresh] = [job("lost"), job("abandoned"), job("busy"), job("fresh")];
  const then = secondsLater(now, -120);
  await commit([
    owe(db, lost, then),
    owe(db, abandoned, then, { lease: "gone" }),
    owe(db, busy, now, { lease: "here" }),
    owe(db, fresh, now),
  ]);
  const found = await claimOverdue(db, now);
  expect(found.map(({ id }) => id).sort()).toEqual([lost.id, abandoned.id].sort());
  expect(await claimOverdue(db, now)).toMatchObject([{ id: abandoned.id }]);
  expect(await measureJobs(db, now)).toEqual({ waiting: 4, dead: 0, oldestSeconds: 120 });
});

test("a dead job is listed with its error, revived or dropped by the operator, and never forgotten by itself", async () => {
  await using database = await open();
  const { db, commit } = database;
  const owed = job();
  await commit([owe(db, owed, now)]);
  const taken = await take(db, owed, "a", now);
  await commit([end(db, taken ?? { id: "", lease: "" }, now, new Error("see https://secret.example/token"))]);
  expect(await forgetEnded(db, secondsLater(now, 90 * 86_400))).toBe(0);
  const [dead] = await list(database, "dead", 10);
  expect(dead?.lastError).toBe("Error: see <url>");
  expect(await retry(database, owed.id, now)).toContain("revived");
  expect(await take(db, owed, "b", now)).toMatchObject({ faults: 0 });
  await expect(retry(database, owed.id, now)).rejects.toThrow("no dead job");
  expect(await drop(database, owed.id, now)).toContain("dropped");
  await expect(drop(database, owed.id, now)).rejects.toThrow("could be dropped");
  expect(await forgetEnded(db, secondsLater(now, 15 * 86_400))).toBe(1);
});
