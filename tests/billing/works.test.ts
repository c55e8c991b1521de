import { expect, test } from "vitest";
import {
  beginWork,
  endWork,
  FREE_MINUTES_GONE,
  findWallet,
  listBrokenWallets,
  type Price,
  readStanding,
  type Tariff,
  voidWork,
} from "../../domain/billing/index.ts";
import { NOW, rowsOf, stateOf, town } from "./people.ts";

const tariff = { freeMinutesPerDay: 3 } as Tariff;
const price = (coins: number, freeUnits = 0): Price => ({
  feature: "speech",
  units: 5,
  freeUnits,
  coins,
  vendorMicros: 30_000,
});
const work = (ref: string, coins: number, freeUnits = 0) => ({
  ref,
  userId: "ann",
  chatId: 7,
  price: price(coins, freeUnits),
});
const standingOf = ({ db }: Awaited<ReturnType<typeof town>>) =>
  readStanding(db, { userId: "ann", chatId: 7, feature: "speech" }, NOW);

test("a work ends with what it was worth, and all of it can be read afterwards", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  await commit([beginWork(db, work("w", 40, 1), tariff, NOW)]);
  await commit([beginWork(db, work("w", 40, 1), tariff, NOW)]);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 60, held: 40 });
  expect(rowsOf((await commit([endWork(db, "w", 30, NOW)]))[0])).toEqual([{ coins: 30 }]);
  await commit([endWork(db, "w", "all", NOW)]);
  expect(await findWallet(db, "ann")).toMatchObject({ available: 70, held: 0 });
  expect(await standingOf(place)).toMatchObject({ available: 70, freeUnitsToday: 1, userMicros: 30_000 });
});

test("a work that came to nothing gives back coins and free minutes, and costs what the vendor took", async () => {
  await using place = await town({ ann: 100 });
  const { db, commit } = place;
  await commit([beginWork(db, work("w", 40, 1), tariff, NOW)]);
  await commit([voidWork(db, "w", 0.5, NOW)]);
  await commit([voidWork(db, "w", 1, NOW), endWork(db, "w", "all", NOW)]);
  expect(await standingOf(place)).toEqual({
    available: 100,
    askAbove: null,
    freeUnitsToday: 0,
    worksToday: 0,
    userMicros: 15_000,
    chatMicros: 15_000,
    allMicros: 15_000,
  });
});

test("of many recordings at once no more than the day's free minutes are free", async () => {
  await using place = await town({ ann: 0 }, 10);
  const states = await Promise.all(
    place.connections.map(({ db, commit }, i) =>
      stateOf(commit([beginWork(db, work(`w${i}`, 0, 1), tariff, NOW)])),
    ),
  );
  expect(states.filter((state) => state === "committed")).toHaveLength(3);
  expect(states.filter((state) => state === FREE_MINUTES_GONE)).toHaveLength(7);
});

test("yesterday's free minutes are yesterday's: the day turns at midnight UTC", async () => {
  await using place = await town({ ann: 0 });
  const { db, commit } = place;
  const yesterday = new Date("2026-11-20T23:59:59Z");
  for (let i = 0; i < 3; i++) await commit([beginWork(db, work(`w${i}`, 0, 1), tariff, yesterday)]);
  expect((await standingOf(place)).freeUnitsToday).toBe(0);
  await commit([beginWork(db, work("today", 0, 1), tariff, NOW)]);
  expect((await standingOf(place)).freeUnitsToday).toBe(1);
  expect(await listBrokenWallets(db)).toEqual([]);
});
