import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  capture,
  findWallet,
  hold,
  listBrokenWallets,
  listEntries,
  move,
  NOT_ENOUGH_COINS,
  PAST_THE_LEDGER,
  refund,
  release,
  releaseExpired,
  SETTLED_BEFORE,
} from "../../domain/billing/index.ts";
import { end, LEASE_LOST, owe, take, withId } from "../../domain/jobs/index.ts";
import { LATER, NOW, rowsOf, stateOf, town } from "./people.ts";

const work = (ref: string, userId: string, coins: number, until = LATER) => ({ ref, userId, coins, until });

test("a hold sets coins aside, a capture takes at most that, and the rest comes back", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  await commit([hold(db, work("w", "ann", 60), NOW)]);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 40, held: 60 });
  const [taken] = await commit([capture(db, "w", 45, NOW)]);
  expect(rowsOf(taken)).toEqual([{ coins: 45 }]);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 55, held: 0 });
  const entries = await listEntries(db, "ann", { limit: 10 });
  expect(entries.map(({ reason, ref, coins, balance }) => [reason, ref, coins, balance])).toEqual([
    ["work", "w", -45, 55],
    ["grant", "birth:ann", 100, 100],
  ]);
});

test("a capture never takes more than was held", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  await commit([hold(db, work("w", "ann", 30), NOW)]);
  expect(rowsOf((await commit([capture(db, "w", 1000, NOW)]))[0])).toEqual([{ coins: 30 }]);
});

test("a repeated hold, capture, release or refund changes nothing more", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  const twice = async (...statements: Parameters<typeof commit>[0]) => {
    await commit(statements);
  };
  for (let i = 0; i < 2; i++) await twice(hold(db, work("w", "ann", 60), NOW));
  for (let i = 0; i < 2; i++) await twice(capture(db, "w", "all", NOW));
  await twice(release(db, "w", NOW));
  expect(await findWallet(db, "ann")).toMatchObject({ available: 40, held: 0 });
  const answers = [];
  for (let i = 0; i < 2; i++) answers.push(rowsOf((await commit([refund(db, "w", "sorry", NOW)]))[0]));
  expect(answers).toEqual([[{ coins: 60 }], [{ coins: 0 }]]);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 100, held: 0 });
  expect(await stateOf(commit([hold(db, work("w", "ann", 60), NOW)]))).toBe(SETTLED_BEFORE);
});

test("what is released is not captured, and what was never captured is not refunded", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  await commit([hold(db, work("w", "ann", 60), NOW)]);
  await commit([release(db, "w", NOW)]);
  expect(rowsOf((await commit([capture(db, "w", "all", NOW)]))[0])).toEqual([{ coins: 0 }]);
  expect(rowsOf((await commit([refund(db, "w", null, NOW)]))[0])).toEqual([{ coins: 0 }]);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 100, held: 0 });
});

test("two hundred spenders at once spend exactly what there is", async () => {
  await using place = await town({ ann: 1000, bob: 5000 }, 40);
  const spend = async (spender: number) => {
    const { db, commit } = place.connections[spender % 40] ?? place;
    const ref = `w${spender}`;
    const state = await stateOf(commit([hold(db, work(ref, "ann", 10), NOW)]));
    if (state === "committed") await commit([capture(db, ref, "all", NOW)]);
    return state;
  };
  const connections = Array.from({ length: 40 }, async (_, lane) => {
    const states: string[] = [];
    for (let spender = lane; spender < 200; spender += 40) states.push(await spend(spender));
    return states;
  });
  const states = (await Promise.all(connections)).flat();
  expect(states.filter((state) => state === "committed")).toHaveLength(100);
  expect(states.filter((state) => state === NOT_ENOUGH_COINS)).toHaveLength(100);
  expect(await findWallet(place.db, "ann")).toMatchObject({ available: 0, held: 0 });
  expect(await listBrokenWallets(place.db)).toEqual([]);
});

test("two hundred spenders of one work at once pay for it once", async () => {
  await using place = await town({ ann: 1000 }, 40);
  await Promise.all(
    place.connections.map(async ({ db, commit }) => {
      for (let i = 0; i < 5; i++) {
        await stateOf(commit([hold(db, work("w", "ann", 10), NOW), capture(db, "w", "all", NOW)]));
      }
    }),
  );
  expect(await findWallet(place.db, "ann")).toMatchObject({ available: 990, held: 0 });
});

test("coins come once for each cause, and cannot be taken where there are none", async () => {
  await using place = await town({ ann: 0, bob: 0 });
  const { db, commit } = place;
  const buy = { userId: "ann", coins: 50, reason: "purchase", ref: "charge-1" } as const;
  expect(rowsOf((await commit([move(db, buy, NOW)]))[0])).toEqual([{ moved: true }]);
  expect(rowsOf((await commit([move(db, { ...buy, userId: "bob" }, NOW)]))[0])).toEqual([{ moved: false }]);
  const taken = move(db, { userId: "ann", coins: -51, reason: "take", ref: "t" }, NOW);
  expect(await stateOf(commit([taken]))).toBe(NOT_ENOUGH_COINS);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 50 });
  expect(await findWallet(db, "bob")).toMatchObject({ available: 0 });
});

test("held coins cannot be taken by an admin either", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  await commit([hold(db, work("w", "ann", 60), NOW)]);
  const takeAll = move(db, { userId: "ann", coins: -50, reason: "take", ref: "t" }, NOW);
  expect(await stateOf(commit([takeAll]))).toBe(NOT_ENOUGH_COINS);
});

test("lost work gives its coins back", async () => {
  await using place = await town({ ann: 100, bob: 100 });
  const { db, commit } = place;
  await commit([hold(db, work("lost", "ann", 60, NOW), NOW), hold(db, work("alive", "bob", 60, LATER), NOW)]);
  expect(await releaseExpired(db, NOW)).toBe(1);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 100, held: 0 });
  expect(await findWallet(db, "bob")).toMatchObject({ available: 40, held: 60 });
});

test("a job's end and its capture are one: without the lease nothing is taken", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  const job = withId({ kind: "transcription.merge", payload: { transcriptId: "trn_1" }, key: "k" }, NOW);
  await commit([owe(db, job, NOW), hold(db, work("w", "ann", 60), NOW)]);
  const taken = await take(db, job, "lease-1", NOW);
  if (!taken) throw new Error("not taken");
  const finish = (lease: string) => commit([end(db, { ...taken, lease }, NOW), capture(db, "w", "all", NOW)]);
  expect(await stateOf(finish("another"))).toBe(LEASE_LOST);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 40, held: 60 });
  expect(await stateOf(finish("lease-1"))).toBe("committed");
  expect(await findWallet(db, "ann")).toMatchObject({ available: 40, held: 0 });
});

test.each([
  ["an entry changed", sql`update ledger_entries set coins = 1000`],
  ["an entry removed", sql`delete from ledger_entries`],
  ["all entries removed", sql`truncate ledger_entries`],
  ["a balance written by hand", sql`update wallets set balance = 1000`],
  ["a wallet removed", sql`delete from wallets`],
  ["a wallet that begins full", sql`insert into wallets (user_id, balance) values ('ann', 5)`],
  ["a hold made smaller", sql`update holds set coins = 1`],
  ["a hold that changes hands", sql`update holds set user_id = 'bob'`],
  ["a hold removed", sql`delete from holds`],
  ["a hold captured beyond itself", sql`update holds set state = 'captured', captured = 61`],
])("the database refuses %s", async (_, statement) => {
  await using place = await town({ ann: 100, bob: 0 });
  const { db, commit } = place;
  await commit([hold(db, work("w", "ann", 60), NOW)]);
  expect([PAST_THE_LEDGER, "23514"]).toContain(await stateOf(Promise.resolve(db.execute(statement))));
  expect(await findWallet(db, "ann")).toMatchObject({ available: 40, held: 60 });
  expect(await listBrokenWallets(db)).toEqual([]);
});
