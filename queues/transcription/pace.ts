import { type Pauses, pauseVendor } from "../../domain/vendors/index.ts";
import { secondsLater } from "../../ports/clock.ts";
import { Throttled } from "../../ports/errors.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";

/** Those who wait for the same moment come back within so many seconds after it, not all in one instant. */
const SPREAD_SECONDS = 3;

/**
 * Calls a vendor, unless it asked to be left alone: then everybody who would call it waits for the same moment, and
 * costs it nothing. Its own "too many requests" sets that moment for all. Throws Throttled, and what `call` throws.
 */
export async function atVendorsPace<T>(
  { db, clock }: Pick<Ports, "db" | "clock">,
  vendor: string,
  pauses: Pauses,
  call: () => Promise<T>,
): Promise<T> {
  const seconds = (Date.parse(pauses[vendor] ?? "") - clock.now().getTime()) / 1000;
  if (seconds > 0) throw waiting(vendor, seconds);
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Throttled)) throw error;
    await commit(db, [pauseVendor(db, vendor, secondsLater(clock.now(), error.waitSeconds))]);
    throw waiting(vendor, error.waitSeconds, error.cause);
  }
}

const waiting = (vendor: string, seconds: number, cause?: unknown) =>
  new Throttled(vendor.replace(/:.*/, ""), Math.ceil(seconds + Math.random() * SPREAD_SECONDS), cause);
