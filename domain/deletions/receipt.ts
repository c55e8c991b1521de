import { secondsLater } from "../../ports/clock.ts";

/** What a deletion removed, and how the vendors stand. Counts and times, never content. */
export interface Receipt {
  /** Objects that were found, and their bytes. */
  objects: number;
  bytes: number;
  /** Rows by table, as they were when it began. */
  rows: Record<string, number>;
  /** Coins that were given up. */
  coins: number;
  /** Payments that stay in the books without a name. */
  payments: number;
  /** Work under way at a vendor that was stopped. */
  stopped: number;
  /** When the last copy at FAL is over (ISO 8601); absent where nothing went there. */
  falUntil?: string;
}

/** FAL drops files a week after a request, and what was asked and answered after 30 days (ports/fal, X-Fal-Object-Lifecycle-Preference; its storage of payloads). */
const FAL_KEEPS_DAYS = 30;

/** Until when FAL keeps copies, by the moments at which it was asked; nothing where it never was. */
export function falUntilOf(asked: readonly (Date | null)[]): Pick<Receipt, "falUntil"> {
  const last = Math.max(0, ...asked.map((at) => at?.getTime() ?? 0));
  return last === 0 ? {} : { falUntil: secondsLater(new Date(last), FAL_KEEPS_DAYS * 86_400).toISOString() };
}

/** A receipt that counts more as well. */
export function addToReceipt(
  receipt: Receipt,
  more: Pick<Receipt, "objects" | "bytes" | "rows" | "falUntil">,
): Receipt {
  const rows = { ...receipt.rows };
  for (const [name, count] of Object.entries(more.rows)) rows[name] = (rows[name] ?? 0) + count;
  const falUntil = [receipt.falUntil, more.falUntil]
    .filter((until) => until !== undefined)
    .sort()
    .at(-1);
  return {
    ...receipt,
    objects: receipt.objects + more.objects,
    bytes: receipt.bytes + more.bytes,
    rows,
    ...(falUntil !== undefined && { falUntil }),
  };
}

export const EMPTY_RECEIPT: Receipt = { objects: 0, bytes: 0, rows: {}, coins: 0, payments: 0, stopped: 0 };
