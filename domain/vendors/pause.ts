import { and, eq, gt, sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
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

/** Until when a vendor wants to be left alone; null when it may be called now. */
export async function findPause(db: Db, vendor: string, now: Date): Promise<Date | null> {
  const [pause] = await reach(() =>
    db
      .select({ until: vendorPauses.until })
      .from(vendorPauses)
      .where(and(eq(vendorPauses.vendor, vendor), gt(vendorPauses.until, now))),
  );
  return pause?.until ?? null;
}
