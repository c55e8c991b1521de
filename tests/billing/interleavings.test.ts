import { sql } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Database } from "../../cli/database.ts";
import {
  capture,
  hold,
  listBrokenWallets,
  move,
  refund,
  release,
  releaseExpired,
} from "../../domain/billing/index.ts";
import type { Statement } from "../../ports/postgres.ts";
import { LATER, NOW, rowsOf, stateOf, town } from "./people.ts";

const PEOPLE = ["ann", "bob", "cid"];
const person = fc.constantFrom(...PEOPLE);
/** Few works and few causes, so that the same one is often meant twice. */
const ref = fc.integer({ min: 0, max: 7 });
const coins = fc.integer({ min: 1, max: 120 });

const action = fc.oneof(
  fc.record({ do: fc.constant("hold" as const), ref, person, coins, expired: fc.boolean() }),
  fc.record({ do: fc.constantFrom("capture", "release", "refund"), ref, coins }),
  fc.record({ do: fc.constantFrom("purchase", "promo", "take"), ref, person, coins }),
  fc.record({ do: fc.constant("sweep" as const) }),
);
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** What one connection does, one after the other; `crashes` are the tries that end in the middle of their transaction. */
const script = fc.array(fc.record({ action, crashes: fc.nat({ max: 2 }) }), { maxLength: 12 });

const statementsOf = ({ db }: Database, it: Action): Statement[] => {
  switch (it.do) {
    case "hold":
      return [
        hold(
          db,
          { ref: `w${it.ref}`, userId: it.person, coins: it.coins, until: it.expired ? NOW : LATER },
          NOW,
        ),
      ];
    case "sweep":
      return [];
    case "purchase":
    case "promo":
    case "take":
      return [
        move(
          db,
          {
            userId: it.person,
            coins: it.do === "take" ? -it.coins : it.coins,
            reason: it.do,
            ref: `${it.ref}`,
          },
          NOW,
        ),
      ];
    default: {
      const act = it.do;
      const work = `w${it.ref}`;
      if (act === "capture") return [capture(db, work, it.coins, NOW)];
      return [act === "release" ? release(db, work, NOW) : refund(db, work, null, NOW)];
    }
  }
};

/** Plays one script; answers the coins that came into and went out of the world by its committed actions. */
async function play(connection: Database, steps: { action: Action; crashes: number }[]): Promise<number> {
  let net = 0;
  for (const { action: it, crashes } of steps) {
    if (it.do === "sweep") {
      await releaseExpired(connection.db, NOW);
      continue;
    }
    for (let i = 0; i < crashes; i++)
      await stateOf(
        connection.commit([...statementsOf(connection, it), connection.db.execute(sql`select 1/0`)]),
      );
    let answer: unknown;
    const state = await stateOf(
      connection.commit(statementsOf(connection, it)).then(([first]) => {
        answer = first;
      }),
    );
    expect(["committed", "AI002", "AI003"]).toContain(state);
    if (state !== "committed") continue;
    const [row] = rowsOf<{ moved?: boolean; coins?: number }>(answer);
    if (row?.moved && "person" in it) net += it.do === "take" ? -it.coins : it.coins;
    if (it.do === "refund") net += row?.coins ?? 0;
  }
  return net;
}

test("in every interleaving, with every crash, coins add up", { timeout: 120_000 }, async () => {
  await using place = await town({}, 3);
  const { db } = place;
  let world = 0;
  await fc.assert(
    fc.asyncProperty(fc.tuple(script, script, script), async (scripts) => {
      // People and works of one run do not meet those of another: ids carry the run's number.
      const name = (text: string) => `${text}-${world}`;
      world++;
      for (const [i, who] of PEOPLE.entries())
        await db.execute(
          sql`insert into users (id, telegram_id, locale) values (${name(who)}, ${world * 10 + i}, 'en')`,
        );
      const renamed = (it: Action): Action => ({
        ...it,
        ...("person" in it && { person: name(it.person) }),
        ...("ref" in it && { ref: it.ref + world * 100 }),
      });
      const nets = await Promise.all(
        scripts.map((steps, i) =>
          play(
            place.connections[i] ?? place,
            steps.map(({ action: it, crashes }) => ({ action: renamed(it), crashes })),
          ),
        ),
      );
      const mine = sql`in (${sql.join(
        PEOPLE.map((who) => sql`${name(who)}`),
        sql`, `,
      )})`;
      const { rows } = await db.execute<{ balances: number; least: number; captured: number }>(sql`
        select (select sum(balance)::int from wallets where user_id ${mine}) as balances,
               (select min(balance - held) from wallets where user_id ${mine}) as least,
               (select coalesce(sum(captured), 0)::int from holds where user_id ${mine}) as captured`);
      const { rows: worked } = await db.execute<{ times: number; coins: number }>(sql`
        select coalesce(max(times), 0)::int as times, coalesce(sum(coins), 0)::int as coins
          from (select ref, count(*) as times, -sum(coins) as coins from ledger_entries
                 where reason = 'work' and user_id ${mine} group by ref) works`);
      const net = nets.reduce((sum, one) => sum + one, 0);
      expect(await listBrokenWallets(db)).toEqual([]);
      expect(rows[0]?.least).toBeGreaterThanOrEqual(0);
      expect(worked[0]?.times).toBeLessThanOrEqual(1);
      expect(worked[0]?.coins).toBe(rows[0]?.captured);
      expect(rows[0]?.balances).toBe(net - (rows[0]?.captured ?? 0));
    }),
    { numRuns: 120 },
  );
});
