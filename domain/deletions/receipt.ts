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

export const EMPTY_RECEIPT: Receipt = { objects: 0, bytes: 0, rows: {}, coins: 0, payments: 0, stopped: 0 };
