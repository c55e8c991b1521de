import { expect, test } from "vitest";
import {
  chargeForHeard,
  priceOfDigest,
  priceOfPieces,
  priceOfSpeech,
  type Tariff,
  tariffOf,
} from "./tariff.ts";

const settings = {
  BILLING_MODE: "coins",
  PRICE_AVATAR: 150,
  PRICE_IMAGE: 5,
  PRICE_SPEECH_MINUTE: 10,
  FREE_MINUTES_PER_DAY: 10,
  DIGESTS_PER_DAY: 50,
  ASK_ABOVE_COINS: 30,
  WELCOME_COINS: 50,
  REFERRAL_COINS: 30,
  REFERRALS_MOST: 20,
  STAR_PACKAGES: [{ coins: 150, stars: 150 }],
  COST_SPEECH_MINUTE_MICROS: 6_000,
  COST_DIGEST_MICROS: 5_000,
  COST_AVATAR_MICROS: 2_000_000,
  COST_IMAGE_MICROS: 35_000,
  VENDOR_CENTS_PER_USER_DAY: 1_000,
  VENDOR_CENTS_PER_CHAT_DAY: 0,
  VENDOR_CENTS_PER_DAY: 10_000,
} as Parameters<typeof tariffOf>[0];
const coins: Tariff = tariffOf(settings);
const free: Tariff = tariffOf({ ...settings, BILLING_MODE: "free" });

test.each([
  [0.4, 10, 0],
  [60, 10, 0],
  [60.9, 10, 0],
  [61.1, 10, 10],
  [120, 10, 10],
  [3600, 10, 590],
  [30, 0, 10],
  [61.1, 0, 20],
  [3600, 0, 600],
])("%d s of speech with %d free minutes left cost %d coins", (seconds, left, price) => {
  expect(priceOfSpeech(seconds, left, coins).coins).toBe(price);
});

test("only one minute of a recording is free, however many are left", () => {
  expect(priceOfSpeech(600, 10, coins)).toMatchObject({ units: 10, freeUnits: 1, coins: 90 });
});

test("a longer recording never costs less", () => {
  for (let seconds = 0, last = 0; seconds < 4000; seconds += 0.7) {
    const { coins: price } = priceOfSpeech(seconds, 1, coins);
    expect(price).toBeGreaterThanOrEqual(last);
    last = price;
  }
});

test("where coins are not used nothing costs any, and vendors are counted all the same", () => {
  expect(priceOfSpeech(3600, 0, free)).toMatchObject({ coins: 0, freeUnits: 0, vendorMicros: 360_000 });
  expect(priceOfPieces("avatar", 1, free)).toMatchObject({ coins: 0, vendorMicros: 2_000_000 });
});

test("an avatar costs 150, a picture 5, a digest nothing", () => {
  expect(priceOfPieces("avatar", 1, coins).coins).toBe(150);
  expect(priceOfPieces("image", 4, coins).coins).toBe(20);
  expect(priceOfDigest(coins, 3)).toMatchObject({ coins: 0, vendorMicros: 3 * coins.vendor.digest });
});

test("what nobody could hear is not charged, and never more than was agreed", () => {
  expect([0, 0.5, 0.999, 1, 1.2, -1].map((coverage) => chargeForHeard(100, coverage))).toEqual([
    0, 50, 99, 100, 100, 0,
  ]);
});

test("a ceiling of 0 is none", () => {
  expect(coins.vendor.perChatDay).toBe(Number.POSITIVE_INFINITY);
  expect(coins.vendor.perDay).toBe(100_000_000);
});
