import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  checkLedger,
  giveOrTake,
  importBalances,
  makePromo,
  refundWhat,
  setBlocked,
  showCosts,
  showPerson,
  showPromos,
  stopPromo,
} from "../../cli/credits.ts";
import { draftFrom, list, send, stop } from "../../cli/news.ts";
import { findWallet, listEntries } from "../../domain/billing/index.ts";
import { startTelegram } from "../../simulators/telegram/index.ts";
import { NOW, town } from "./people.ts";

test("the operator gives and takes coins; the ledger and the audit log say why", async () => {
  await using place = await town({ ann: 0 });
  expect(await giveOrTake(place, "1000", 40, "a gift", "wish-1", NOW)).toBe("gave 40 coins: 1000");
  expect(await giveOrTake(place, "1000", -15, "a slip", "wish-2", NOW)).toBe("took 15 coins: 1000");
  await expect(giveOrTake(place, "1000", -26, "too much", "wish-3", NOW)).rejects.toThrow(
    "nothing has changed",
  );
  await expect(giveOrTake(place, "999", 1, "nobody", "wish-4", NOW)).rejects.toThrow("nobody called 999");
  await expect(giveOrTake(place, "1000", 1.5, "half", "wish-5", NOW)).rejects.toThrow("whole");
  const entries = await listEntries(place.db, "ann", { limit: 10 });
  expect(entries.map(({ coins, note }) => [coins, note])).toEqual([
    [-15, "a slip"],
    [40, "a gift"],
  ]);
  const { audit } = JSON.parse(await showPerson(place, "1000", NOW));
  expect(audit.map(({ actor, action }: { actor: string; action: string }) => `${actor} ${action}`)).toEqual([
    "cli take",
    "cli give",
  ]);
  expect(await checkLedger(place)).toContain("equals");
});

test("balances of an older bot come over once, rounded in the person's favour", async () => {
  await using place = await town({ ann: 0, bob: 0 });
  const directory = mkdtempSync(join(tmpdir(), "balances-"));
  const file = join(directory, "balances.csv");
  writeFileSync(file, "telegram_id,balance\r\n1000,120.4\r\n1001,0\n77,5\n");
  expect(await importBalances(place, file, NOW)).toBe("imported 1 balances; not here yet: 77");
  expect(await importBalances(place, file, NOW)).toBe("imported 0 balances; not here yet: 77");
  expect(await findWallet(place.db, "ann")).toMatchObject({ available: 121 });
  writeFileSync(file, "1000,5\n1001,-7\n");
  await expect(importBalances(place, file, NOW)).rejects.toThrow("1001,-7");
  rmSync(directory, { recursive: true });
});

test("a payment is returned from the command line, and owes the job that returns the Stars", async () => {
  await using place = await town({ ann: 0 });
  const { db } = place;
  await db.execute(sql`insert into invoices (id, user_id, coins, stars) values ('inv_1', 'ann', 150, 150)`);
  await db.execute(sql`select credit_payment('charge-1', 'inv_1', 1000, 150, now())`);
  expect(await refundWhat(place, "charge-1", "asked nicely", NOW)).toContain("go back to 1000");
  const { rows } = await db.execute(sql`select kind, payload from jobs`);
  expect(rows).toEqual([{ kind: "notices.return", payload: { chargeId: "charge-1" } }]);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 0 });
  await expect(refundWhat(place, "nothing", "x", NOW)).rejects.toThrow("no work and no payment");
});

test("figures: what a feature earned and cost, refunds taken off", async () => {
  await using place = await town({ ann: 0 });
  const { db } = place;
  await db.execute(sql`insert into invoices (id, user_id, coins, stars) values ('inv_1', 'ann', 200, 100)`);
  await db.execute(
    sql`select credit_payment('charge-1', 'inv_1', 1000, 100, ${NOW.toISOString()}::timestamptz)`,
  );
  for (const nth of [1, 2]) {
    const ref = `speech:trn_${nth}:1`;
    await db.execute(
      sql`select begin_work(${ref}, 'ann', 1, 'speech', 2, 0, 0, 20, 12000, now() + interval '1 day', ${NOW.toISOString()}::timestamptz)`,
    );
    await db.execute(sql`select end_work(${ref}, null, ${NOW.toISOString()}::timestamptz)`);
  }
  await refundWhat(place, "trn_2", "sorry", NOW);
  // 100 Stars of $0.013 for 200 coins: a coin is worth $0.0065, and 20 of 40 were kept.
  expect(await showCosts(place, 7, 13_000, NOW)).toBe(
    "2026-11-21  speech  2 works  20 coins  revenue $0.130  cost $0.024  margin $0.106\nStars paid 100, returned 0",
  );
});

test("codes and blocks, the same as in the chat", async () => {
  await using place = await town({ ann: 0 });
  const promo = { kind: "coins", amount: 5, validUntil: null, mostUses: 3, usesPerUser: 1 } as const;
  expect(await makePromo(place, { ...promo, code: "five" }, NOW)).toBe("there is a code FIVE");
  await expect(makePromo(place, { ...promo, code: "a b" }, NOW)).rejects.toThrow("4 to 32");
  expect(await stopPromo(place, "five", NOW)).toContain("FIVE");
  expect(await showPromos(place)).toContain("FIVE  5 coins  0/3  until ever  disabled");
  expect(await setBlocked(place, "1000", true, "spam", NOW)).toBe("blocked 1000");
  const { rows } = await place.db.execute(sql`select blocked_at is not null as blocked from users`);
  expect(rows).toEqual([{ blocked: true }]);
});

test("news from the command line are looked at first, sent once, and stopped", async () => {
  await using place = await town({ ann: 0 });
  const telegram = await startTelegram();
  const directory = mkdtempSync(join(tmpdir(), "news-"));
  try {
    const admin = telegram.addUser({ language_code: "en" });
    const bot = { token: telegram.token, apiRoot: telegram.url };
    const file = join(directory, "news.html");
    writeFileSync(file, "We have learned <b>Kazakh</b>!");
    await telegram.sendText(admin, "/start");
    const [, id = ""] = /^(brd_\w+)/.exec(await draftFrom(place, bot, admin.id, file, NOW)) ?? [];
    expect(telegram.messages(admin.id).at(-1)?.text).toBe("We have learned Kazakh!");
    await expect(send(place, "brd_0", NOW)).rejects.toThrow("no draft");
    expect(await send(place, id, NOW)).toContain("to 1 people");
    await expect(send(place, id, NOW)).rejects.toThrow("no draft");
    const { rows } = await place.db.execute<{ kind: string }>(sql`select kind from jobs`);
    expect(rows).toEqual([{ kind: "notices.news" }]);
    expect(await stop(place, id, NOW)).toContain("stopped");
    await expect(stop(place, id, NOW)).rejects.toThrow("not on its way");
    expect(await list(place)).toContain(`${id}  `);
    writeFileSync(file, "<b>never closed");
    await expect(draftFrom(place, bot, admin.id, file, NOW)).rejects.toThrow("can't parse");
  } finally {
    await telegram.close();
    rmSync(directory, { recursive: true });
  }
});
