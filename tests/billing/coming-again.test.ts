import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  comeBy,
  createPromo,
  findWallet,
  redeemPromo,
  rewardReferral,
  type Tariff,
} from "../../domain/billing/index.ts";
import { fingerprintOf, forgetDeparted, forgetPerson } from "../../domain/deletions/index.ts";
import { withId } from "../../domain/jobs/index.ts";
import { NOW, rowsOf, town } from "./people.ts";

type Town = Awaited<ReturnType<typeof town>>;

const ANN = 1000;
const BOB = 1001;
const SECRET = "the webhook's secret";
const MINUTE = 60_000;

let wishes = 0;
async function redeem({ commit, db }: Town, telegramId: number, code: string, now = NOW) {
  const key = `wish-${wishes++}`;
  const tell = withId({ kind: "notices.show", payload: { telegramId, screen: "promo-outcome" }, key }, now);
  await commit([redeemPromo(db, telegramId, await fingerprintOf(SECRET, telegramId), code, tell, now)]);
  const { rows } = await db.execute<{ about: string }>(
    sql`select payload->>'about' as about from jobs where id = ${tell.id}`,
  );
  return rows[0]?.about;
}

/** Everything about somebody is deleted, and they come again as somebody new. */
async function leaveAndReturn({ commit, db }: Town, telegramId: number, now = NOW): Promise<string> {
  const who = sql`(select id from users where telegram_id = ${telegramId})`;
  const [{ id = "" } = {}] = rowsOf<{ id?: string }>(await db.execute(sql`select ${who} as id`));
  await commit([forgetPerson(db, id, await fingerprintOf(SECRET, telegramId), now)]);
  const fresh = `again${wishes++}`;
  await db.execute(
    sql`insert into users (id, telegram_id, locale, created_at)
        values (${fresh}, ${telegramId}, 'en', ${now.toISOString()}::timestamptz)`,
  );
  return fresh;
}

const promo = (code: string, usesPerUser: number) => ({
  code,
  kind: "coins" as const,
  amount: 50,
  validUntil: null,
  mostUses: null,
  usesPerUser,
  createdBy: null,
});

test("whoever has everything deleted and comes again cannot redeem a code more often than before, nor guess anew", async () => {
  await using place = await town({ ann: 0, bob: 0 });
  const { db, commit } = place;
  await commit([createPromo(db, promo("TWICE", 2), NOW)]);
  expect(await redeem(place, ANN, "TWICE")).toBe("coins:50");
  await leaveAndReturn(place, ANN);
  expect(await redeem(place, ANN, "TWICE")).toBe("coins:50");
  await leaveAndReturn(place, ANN);
  expect(await redeem(place, ANN, "TWICE")).toBe("used-by-you:0");
  expect(await redeem(place, ANN, "WRONG1")).toBe("unknown:0");
  expect(await redeem(place, ANN, "WRONG2")).toBe("unknown:0");
  await leaveAndReturn(place, ANN);
  expect(await redeem(place, ANN, "WRONG3")).toBe("wait:600");
  expect(await redeem(place, ANN, "TWICE", new Date(NOW.getTime() + 10 * MINUTE))).toBe("used-by-you:0");
  // It is theirs alone.
  expect(await redeem(place, BOB, "TWICE")).toBe("coins:50");
});

test("what is remembered is a keyed hash by itself, and goes after a year", async () => {
  await using place = await town({ ann: 0 });
  const { db, commit } = place;
  await commit([createPromo(db, promo("ONCE", 1), NOW)]);
  await redeem(place, ANN, "ONCE");
  await leaveAndReturn(place, ANN);
  const remembered = await db.execute(sql`select * from departed_promos`);
  expect(remembered.rows).toEqual([{ fingerprint: await fingerprintOf(SECRET, ANN), code: "ONCE", uses: 1 }]);
  const nextYear = new Date(NOW.getTime() + 366 * 1440 * MINUTE);
  await forgetDeparted(db, nextYear);
  expect((await db.execute(sql`select from departed_promos`)).rows).toEqual([]);
  expect(await redeem(place, ANN, "ONCE", nextYear)).toBe("coins:50");
});

test("a friend who left and comes again by a link is no new friend, and an inviter who did keeps their most", async () => {
  await using place = await town({ ann: 0, bob: 0, cid: 0, dan: 0 });
  const { db, commit } = place;
  const tariff = { free: false, referral: 30, referralsMost: 1 } as Tariff;
  await db.execute(sql`update users set created_at = ${NOW.toISOString()}::timestamptz`);
  const come = async (telegramId: number, inviter: string) => {
    await commit([comeBy(db, telegramId, await fingerprintOf(SECRET, telegramId), inviter, NOW)]);
    const { changes } = await rewardReferral(db, telegramId, tariff, SECRET, NOW);
    if (changes.length > 0) await commit(changes);
  };
  const available = async (id: string) => (await findWallet(db, id))?.available ?? 0;
  await come(BOB, "ann");
  expect([await available("ann"), await available("bob")]).toEqual([30, 30]);

  const bobAgain = await leaveAndReturn(place, BOB);
  await come(BOB, "cid");
  expect([await available("cid"), await available(bobAgain)]).toEqual([0, 0]);

  const annAgain = await leaveAndReturn(place, ANN);
  await come(1003, annAgain);
  expect([await available(annAgain), await available("dan")]).toEqual([0, 0]);
});
