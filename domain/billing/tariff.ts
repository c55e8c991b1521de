import type { Env } from "../../ports/env.ts";

/** What costs coins or a vendor's money. */
export type Feature = "speech" | "digest" | "avatar" | "image";

/** Coins for Stars, as they are sold together. */
export interface Package {
  coins: number;
  stars: number;
}

/** The price list of one installation. Prices are whole coins, vendor costs are millionths of a US dollar. */
export interface Tariff {
  /** Nothing costs coins, and coins are shown nowhere. Ceilings hold all the same: vendors are never free. */
  free: boolean;
  avatar: number;
  image: number;
  speechMinute: number;
  /** The first minute of a recording is free, for so many recordings of one person on one day. */
  freeMinutesPerDay: number;
  /** Digests cost nothing; more than this on one day is not fair use. */
  digestsPerDay: number;
  /** Work that costs more is shown with its price first, unless the person chose another threshold. */
  askAbove: number;
  welcome: number;
  /** For both, the one who invited and the one who came. */
  referral: number;
  /** So many friends bring a bonus; further ones are welcome without one. */
  referralsMost: number;
  packages: readonly Package[];
  vendor: {
    speechMinute: number;
    digest: number;
    avatar: number;
    image: number;
    /** What vendors may cost on one day: for one person, for one chat, for everybody. Infinity: no ceiling. */
    perUserDay: number;
    perChatDay: number;
    perDay: number;
  };
}

const MICROS_PER_CENT = 10_000;
const ceiling = (cents: number): number => (cents === 0 ? Number.POSITIVE_INFINITY : cents * MICROS_PER_CENT);

/** The price list that the settings describe. */
export const tariffOf = (env: Env): Tariff => ({
  free: env.BILLING_MODE === "free",
  avatar: env.PRICE_AVATAR,
  image: env.PRICE_IMAGE,
  speechMinute: env.PRICE_SPEECH_MINUTE,
  freeMinutesPerDay: env.FREE_MINUTES_PER_DAY,
  digestsPerDay: env.DIGESTS_PER_DAY,
  askAbove: env.ASK_ABOVE_COINS,
  welcome: env.WELCOME_COINS,
  referral: env.REFERRAL_COINS,
  referralsMost: env.REFERRALS_MOST,
  packages: env.STAR_PACKAGES,
  vendor: {
    speechMinute: env.COST_SPEECH_MINUTE_MICROS,
    digest: env.COST_DIGEST_MICROS,
    avatar: env.COST_AVATAR_MICROS,
    image: env.COST_IMAGE_MICROS,
    perUserDay: ceiling(env.VENDOR_CENTS_PER_USER_DAY),
    perChatDay: ceiling(env.VENDOR_CENTS_PER_CHAT_DAY),
    perDay: ceiling(env.VENDOR_CENTS_PER_DAY),
  },
});

/** What a work costs: the person in coins, us in vendor money. `units` are minutes of speech, or pieces. */
export interface Price {
  feature: Feature;
  units: number;
  freeUnits: number;
  coins: number;
  vendorMicros: number;
}

/**
 * Containers round a recording up to whole frames, so what a phone shows as 1:00 lasts a little longer. A minute counts
 * as started when more than this much of it is used.
 */
const GRACE_SECONDS = 1;

const minutesOf = (seconds: number): number => Math.max(1, Math.ceil((seconds - GRACE_SECONDS) / 60));

/** The price of a recording: each started minute, the first one free while the day's free minutes last. */
export function priceOfSpeech(seconds: number, freeMinutesLeft: number, tariff: Tariff): Price {
  const units = minutesOf(seconds);
  const freeUnits = tariff.free ? 0 : Math.min(1, Math.max(0, freeMinutesLeft));
  return {
    feature: "speech",
    units,
    freeUnits,
    coins: tariff.free ? 0 : (units - freeUnits) * tariff.speechMinute,
    vendorMicros: Math.ceil((seconds / 60) * tariff.vendor.speechMinute),
  };
}

/** What is taken in the end: the agreed price, less the minutes that nobody could hear (`coverage`: the share that was heard). */
export const chargeForHeard = (agreed: number, coverage: number): number =>
  Math.floor(agreed * Math.min(1, Math.max(0, coverage)));

/** The price of avatars and pictures: so much a piece. */
export const priceOfPieces = (feature: "avatar" | "image", pieces: number, tariff: Tariff): Price => ({
  feature,
  units: pieces,
  freeUnits: 0,
  coins: tariff.free ? 0 : pieces * tariff[feature],
  vendorMicros: pieces * tariff.vendor[feature],
});

/** A digest costs no coins; see `digestsPerDay`. A long one is written in several `calls` of its vendor. */
export const priceOfDigest = (tariff: Tariff, calls: number): Price => ({
  feature: "digest",
  units: 1,
  freeUnits: 0,
  coins: 0,
  vendorMicros: calls * tariff.vendor.digest,
});

/**
 * What is asked of a model on the way to a picture or an avatar costs no coins and is no piece: a wish that is heard (so
 * many `seconds`), or, without them, one call of the model that writes and sees, which costs us what a digest's does.
 */
export const priceOfHelp = (feature: "avatar" | "image", seconds: number | null, tariff: Tariff): Price => ({
  feature,
  units: 0,
  freeUnits: 0,
  coins: 0,
  vendorMicros:
    seconds === null ? tariff.vendor.digest : Math.ceil((seconds / 60) * tariff.vendor.speechMinute),
});
