import { expect, test } from "vitest";
import { asksFirst, decide, type Standing } from "./standing.ts";
import type { Price, Tariff } from "./tariff.ts";

const tariff = {
  free: false,
  askAbove: 30,
  vendor: { perUserDay: 1000, perChatDay: 2000, perDay: 3000 },
} as Tariff;
const standing: Standing = {
  available: 100,
  askAbove: null,
  freeUnitsToday: 0,
  worksToday: 0,
  userMicros: 0,
  chatMicros: 0,
  allMicros: 0,
};
const price = (coins: number, vendorMicros = 10): Price => ({
  feature: "speech",
  units: 5,
  freeUnits: 0,
  coins,
  vendorMicros,
});

test("what is cheap and affordable begins at once", () => {
  expect(decide(price(30), null, standing, tariff)).toEqual({ do: "begin", price: price(30) });
  expect(decide(price(0), null, { ...standing, available: 0 }, tariff)).toMatchObject({ do: "begin" });
});

test("what is dear, or more than there is, is shown with its price", () => {
  expect(decide(price(31), null, standing, tariff)).toEqual({ do: "ask", coins: 31, enough: true });
  expect(decide(price(20), null, { ...standing, available: 19 }, tariff)).toEqual({
    do: "ask",
    coins: 20,
    enough: false,
  });
});

test("what was agreed to begins at the agreed price, even when it is dearer by now", () => {
  expect(decide(price(70), 60, standing, tariff)).toEqual({ do: "begin", price: price(60) });
  expect(decide(price(50), 60, standing, tariff)).toEqual({ do: "begin", price: price(50) });
});

test("an agreement does not make coins", () => {
  expect(decide(price(60), 60, { ...standing, available: 59 }, tariff)).toMatchObject({
    do: "ask",
    enough: false,
  });
});

test("each ceiling stops what would break through it, and lets pass what just fits", () => {
  const spent = (part: Partial<Standing>, micros: number) =>
    decide(price(0, micros), null, { ...standing, ...part }, tariff);
  expect(spent({ userMicros: 900 }, 100)).toMatchObject({ do: "begin" });
  expect(spent({ userMicros: 900 }, 101)).toEqual({ do: "refuse", reason: "ceiling-user" });
  expect(spent({ chatMicros: 1950 }, 51)).toEqual({ do: "refuse", reason: "ceiling-chat" });
  expect(spent({ allMicros: 2950 }, 51)).toEqual({ do: "refuse", reason: "ceiling-house" });
});

test("the threshold is the person's own, or the house's", () => {
  expect([asksFirst(30, null, tariff), asksFirst(31, null, tariff)]).toEqual([false, true]);
  expect([asksFirst(10, 0, tariff), asksFirst(0, 0, tariff), asksFirst(100, 200, tariff)]).toEqual([
    true,
    false,
    false,
  ]);
});
