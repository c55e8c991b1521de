import { type SQL, sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../cli/database.ts";
import {
  beginReturn,
  beginWork,
  createPromo,
  creditPayment,
  endReturn,
  endWork,
  listBrokenWallets,
  redeemPromo,
  rewardReferral,
  type Tariff,
  undoReturn,
  voidWork,
} from "../../domain/billing/index.ts";
import { withId } from "../../domain/jobs/index.ts";
import type { Statement } from "../../ports/postgres.ts";
import { NOW, stateOf, town } from "./people.ts";

const PEOPLE = [0, 1, 2];
const PACKAGE = { coins: 60, stars: 25 };
const GIFT = { amount: 30, most: 3 };
const tariff = { freeMinutesPerDay: 0, referral: 20, referralsMost: 10 } as Tariff;

const person = fc.constantFrom(...PEOPLE);
/** Few charges and works, so that the same one is often meant twice, by others too. */
const charge = fc.nat({ max: 5 });
const work = fc.nat({ max: 5 });

const action = fc.oneof(
  fc.record({ do: fc.constant("pay" as const), charge, person, forged: fc.boolean() }),
  fc.record({ do: fc.constantFrom("return", "undo", "end"), charge }),
  fc.record({ do: fc.constant("redeem" as const), person, kind: fc.constantFrom("GIFT", "MORE") }),
  fc.record({ do: fc.constant("befriend" as const), person }),
  fc.record({ do: fc.constant("begin" as const), work, coins: fc.integer({ min: 1, max: 90 }) }),
  fc.record({ do: fc.constantFrom("finish", "void"), work, coins: fc.integer({ min: 0, max: 90 }) }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** What one connection does, one after the other; `crashes` are the tries that end in the middle of their transaction. */
const script = fc.array(fc.record({ action, crashes: fc.nat({ max: 1 }) }), { maxLength: 14 });

let wishes = 0;

/** The statements that the bot commits for it, in a world of its own: names carry the world's number. */
async function statementsOf({ db }: Database, world: number, it: Action): Promise<Statement[]> {
  const telegramId = "person" in it ? world * 10 + it.person : 0;
  const chargeId = "charge" in it ? `c${it.charge}-${world}` : "";
  const ref = "work" in it ? `w${it.work}-${world}` : "";
  switch (it.do) {
    case "pay": {
      const stars = it.forged ? PACKAGE.stars - 1 : PACKAGE.stars;
      return [
        creditPayment(db, { chargeId, invoiceId: `inv-${world}-${it.person}`, telegramId, stars }, NOW),
      ];
    }
    case "return":
      return [beginReturn(db, { chargeId, returns: 0 }, "admin", null, NOW).change];
    case "undo":
      return [undoReturn(db, chargeId, NOW)];
    case "end":
      return [endReturn(db, chargeId, NOW)];
    case "redeem": {
      const job = { kind: "notices.show", payload: { telegramId, screen: "promo-outcome" } } as const;
      const tell = withId({ ...job, key: `wish-${wishes++}` }, NOW);
      return [redeemPromo(db, telegramId, `trace-${telegramId}`, `${it.kind}-${world}`, tell, NOW)];
    }
    case "befriend":
      return (await rewardReferral(db, telegramId, tariff, "secret", NOW)).changes;
    case "begin": {
      const price = {
        feature: "image",
        units: 1,
        freeUnits: 0,
        coins: it.coins,
        vendorMicros: 9,
      } as const;
      // A work is one person's: its name is made of what is theirs.
      const userId = `p${it.work % PEOPLE.length}-${world}`;
      return [beginWork(db, { ref, userId, chatId: 7, price }, tariff, NOW)];
    }
    default:
      return [it.do === "finish" ? endWork(db, ref, it.coins, NOW) : voidWork(db, ref, 0.5, NOW)];
  }
}

async function play(connection: Database, world: number, steps: { action: Action; crashes: number }[]) {
  for (const { action: it, crashes } of steps) {
    const broken = () => connection.db.execute(sql`select 1/0`);
    for (let i = 0; i < crashes; i++)
      await stateOf(connection.commit([...(await statementsOf(connection, world, it)), broken()]));
    const statements = await statementsOf(connection, world, it);
    if (statements.length === 0) continue;
    // A deadlock would be another: whoever takes two locks takes them in one order.
    expect(["committed", "AI002", "AI003"]).toContain(await stateOf(connection.commit(statements)));
  }
}

/** Three people, each by the other's link but the first; an invoice for each, and two codes. */
async function populate({ db, commit }: Database, world: number) {
  for (const i of PEOPLE) {
    await db.execute(sql`insert into users (id, telegram_id, locale)
                         values (${`p${i}-${world}`}, ${world * 10 + i}, 'en')`);
    await db.execute(sql`insert into invoices (id, user_id, coins, stars, created_at)
      values (${`inv-${world}-${i}`}, ${`p${i}-${world}`}, ${PACKAGE.coins}, ${PACKAGE.stars}, ${NOW.toISOString()})`);
    if (i > 0)
      await db.execute(sql`insert into referrals (invitee_id, inviter_id, created_at)
        values (${`p${i}-${world}`}, ${`p${i - 1}-${world}`}, ${NOW.toISOString()})`);
  }
  const terms = { validUntil: null, usesPerUser: 2, createdBy: null };
  await commit([
    createPromo(
      db,
      { ...terms, code: `GIFT-${world}`, kind: "coins", amount: GIFT.amount, mostUses: GIFT.most },
      NOW,
    ),
    createPromo(db, { ...terms, code: `MORE-${world}`, kind: "percent", amount: 50, mostUses: null }, NOW),
  ]);
}

test("payments, returns, codes, friends and works cross in every order, and coins come from somewhere", {
  timeout: 120_000,
}, async () => {
  await using place = await town({}, 3);
  const ask = async (query: SQL) => (await place.db.execute<Record<string, number>>(query)).rows;
  let world = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(script, script, script), async (scripts) => {
      world++;
      await populate(place, world);
      // Each to its end, also when another has failed: the next run needs their connections.
      const plays = scripts.map((steps, i) => play(place.connections[i] ?? place, world, steps));
      const failed = (await Promise.allSettled(plays)).find(({ status }) => status === "rejected");
      if (failed) await Promise.reject((failed as PromiseRejectedResult).reason);

      const mine = sql`user_id like ${`p%-${world}`}`;
      expect(await listBrokenWallets(place.db)).toEqual([]);
      // Each charge: what it brought, and what of it has gone back, by its state.
      expect(
        await ask(sql`
          select p.charge_id from payments p
            cross join lateral (select coalesce(sum(coins) filter (where reason in ('purchase', 'purchase-bonus')), 0) as came,
                                       coalesce(sum(coins) filter (where reason in ('purchase-returned', 'refund')), 0) as went
                                  from ledger_entries where ref = p.charge_id or ref like p.charge_id || ':%') l
           where p.${mine}
             and (l.came <> p.coins + p.bonus
                  or case p.state when 'returning' then l.went <> -(p.coins + p.bonus)
                                  when 'returned' then l.went not between -(p.coins + p.bonus) and 0
                                  else l.went <> 0 end)`),
      ).toEqual([]);
      const [codes] = await ask(sql`
        select c.uses::int as uses, count(r.*)::int as redeemed, coalesce(max(r.nth), 0)::int as nth
          from promo_codes c left join promo_redemptions r on r.code = c.code
         where c.code = ${`GIFT-${world}`} group by c.uses`);
      expect(codes?.uses).toBe(codes?.redeemed);
      expect(codes?.uses).toBeLessThanOrEqual(GIFT.most);
      expect(codes?.nth).toBeLessThanOrEqual(2);
      // All there is has come by a payment, a code or a friend, and what is gone went into a work or back.
      const [sums] = await ask(sql`
        select (select sum(balance)::int from wallets where ${mine}) as balances,
               (select min(balance - held)::int from wallets where ${mine}) as least,
               (select coalesce(sum(coins + bonus), 0)::int from payments where ${mine}) as paid,
               (select coalesce(sum(coins), 0)::int from ledger_entries
                 where ${mine} and reason in ('purchase-returned', 'refund')) as back,
               (select coalesce(2 * sum(coins), 0)::int from referrals where invitee_id like ${`p%-${world}`}) as friends,
               (select coalesce(sum(captured), 0)::int from holds where ${mine}) as worked`);
      const { balances = 0, least = 0, paid = 0, back = 0, friends = 0, worked = 0 } = sums ?? {};
      expect(least).toBeGreaterThanOrEqual(0);
      expect(balances).toBe(paid + back + friends + (codes?.uses ?? 0) * GIFT.amount - worked);
    }),
    // A race does not get smaller by being run again.
    { numRuns: 80, endOnFailure: true },
  );
});
