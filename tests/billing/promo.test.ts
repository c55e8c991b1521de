import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  createPromo,
  disablePromo,
  findWallet,
  listBrokenWallets,
  type NewPromo,
  redeemPromo,
} from "../../domain/billing/index.ts";
import { withId } from "../../domain/jobs/index.ts";
import { LATER, NOW, rowsOf, stateOf, town } from "./people.ts";

type Town = Awaited<ReturnType<typeof town>>;

const promo = (code: string, terms: Partial<NewPromo> = {}): NewPromo => ({
  code,
  kind: "coins",
  amount: 50,
  validUntil: null,
  mostUses: null,
  usesPerUser: 1,
  createdBy: null,
  ...terms,
});

let wishes = 0;
/** Redeems as the bot does; answers what the job is to tell. */
async function redeem(
  { commit, db }: Pick<Town, "commit" | "db">,
  telegramId: number,
  code: string,
  now = NOW,
) {
  const key = `wish-${wishes++}`;
  const tell = withId({ kind: "notices.show", payload: { telegramId, screen: "promo-outcome" }, key }, now);
  await commit([redeemPromo(db, telegramId, `trace-${telegramId}`, code, tell, now)]);
  const { rows } = await db.execute<{ about: string }>(
    sql`select payload->>'about' as about from jobs where id = ${tell.id}`,
  );
  return rows[0]?.about;
}

test("a code gives its coins once to each, and the ledger names it", async () => {
  await using place = await town({ ann: 0, bob: 0 });
  const { db, commit } = place;
  await commit([createPromo(db, promo("GIFT-50"), NOW)]);
  expect(await redeem(place, 1000, "GIFT-50")).toBe("coins:50");
  expect(await redeem(place, 1000, "GIFT-50")).toBe("used-by-you:0");
  expect(await redeem(place, 1001, "GIFT-50")).toBe("coins:50");
  expect(await findWallet(db, "ann")).toMatchObject({ available: 50 });
});

test("of many people at once no more than the limit get a code, and of one person's many taps only one", async () => {
  const people = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`p${i}`, 0]));
  await using place = await town(people, 12);
  await place.commit([createPromo(place.db, promo("FIRST-5", { mostUses: 5 }), NOW)]);
  const told = await Promise.all(place.connections.map((one, i) => redeem(one, 1000 + i, "FIRST-5")));
  expect(told.filter((about) => about === "coins:50")).toHaveLength(5);
  expect(told.filter((about) => about === "used-up:0")).toHaveLength(7);
  await place.commit([createPromo(place.db, promo("MINE"), NOW)]);
  const taps = await Promise.all(place.connections.slice(0, 4).map((one) => redeem(one, 1000, "MINE")));
  expect(taps.filter((about) => about === "coins:50")).toHaveLength(1);
  expect(await listBrokenWallets(place.db)).toEqual([]);
});

test("a code works only in its days, and not once it is disabled", async () => {
  await using place = await town({ ann: 0, bob: 0, cid: 0 });
  const { db, commit } = place;
  await commit([createPromo(db, promo("TODAY", { validUntil: LATER }), NOW)]);
  expect(await redeem(place, 1000, "TODAY", new Date(NOW.getTime() - 1000))).toBe("early:0");
  expect(await redeem(place, 1001, "TODAY", LATER)).toBe("over:0");
  expect(await redeem(place, 1001, "TODAY", new Date(LATER.getTime() - 1))).toBe("coins:50");
  await commit([disablePromo(db, "TODAY", NOW)]);
  expect(await redeem(place, 1002, "TODAY")).toBe("unknown:0");
});

test("codes cannot be guessed: after five tries it takes ten minutes for each", async () => {
  await using place = await town({ ann: 0 });
  await place.commit([createPromo(place.db, promo("SECRET"), NOW)]);
  for (let i = 0; i < 5; i++) expect(await redeem(place, 1000, `WRONG${i}`)).toBe("unknown:0");
  expect(await redeem(place, 1000, "SECRET")).toBe("wait:600");
  expect(await redeem(place, 1000, "SECRET", new Date(NOW.getTime() + 599_000))).toBe("wait:1");
  expect(await redeem(place, 1000, "SECRET", new Date(NOW.getTime() + 600_000))).toBe("coins:50");
});

test("the database itself refuses a code that is used more often than it may be", async () => {
  await using place = await town({ ann: 0 });
  await place.commit([createPromo(place.db, promo("ONCE", { mostUses: 1 }), NOW)]);
  const twice = place.db.execute(sql`update promo_codes set uses = 2`);
  expect(await stateOf(Promise.resolve(twice))).toBe("23514");
});

test("a percent waits for the next purchase, comes once, and goes with it when it is given back", async () => {
  await using place = await town({ ann: 0 });
  const { db, commit } = place;
  await commit([createPromo(db, promo("PLUS20", { kind: "percent", amount: 20 }), NOW)]);
  expect(await redeem(place, 1000, "PLUS20")).toBe("percent:20");
  const buy = async (charge: string) => {
    await db.execute(
      sql`insert into invoices (id, user_id, coins, stars) values (${charge}, 'ann', 155, 150)`,
    );
    const paid = sql`select credit_payment(${charge}, ${charge}, 1000, 150, now()) as outcome`;
    return rowsOf<{ outcome: string }>((await commit([db.execute(paid)]))[0])[0]?.outcome;
  };
  expect(await buy("c1")).toBe("credited");
  expect(await findWallet(db, "ann")).toMatchObject({ available: 155 + 31 });
  await buy("c2");
  expect(await findWallet(db, "ann")).toMatchObject({ available: 2 * 155 + 31 });
  await commit([db.execute(sql`select begin_return('c1', null, 'by mistake', now())`)]);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 155 });
});
