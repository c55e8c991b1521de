import { sql } from "drizzle-orm";
import type { Db, Statement } from "../../ports/postgres.ts";
import { vendorPauses } from "../../schema/index.ts";

/** Leaves a vendor alone until `until`, for everybody; a longer pause stays. */
export const pauseVendor = (db: Db, vendor: string, until: Date): Statement =>
  db
    .insert(vendorPauses)
    .values({ vendor, until })
    .onConflictDoUpdate({
      target: vendorPauses.vendor,
      set: { until: sql`greatest(${vendorPauses.until}, excluded.until)` },
    });

/** Moments by vendor, as text (ISO 8601): until then it is left alone. */
export type Pauses = Readonly<Record<string, string>>;

/** All pauses, as a column of any query: they are few, and nobody should ask for them in a round trip of their own. */
export const listPauses = sql<Pauses>`(
  select coalesce(jsonb_object_agg(${vendorPauses.vendor}, ${vendorPauses.until}), '{}'::jsonb) from ${vendorPauses})`;
