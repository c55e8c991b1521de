import { sql } from "drizzle-orm";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";
import { operatorLogins } from "../../schema/index.ts";

/** Charts show so many days, hour by hour. */
const DAYS = 7;
const HOUR_MS = 3_600_000;

export const CHARTS = ["updates", "jobs", "vendors", "cost"] as const;

/** How something went, hour by hour; `bad`: how much of it went wrong. */
export interface Chart {
  name: (typeof CHARTS)[number];
  bars: { at: Date; value: number; bad: number }[];
}

/** The charts of the last seven days. Hours in which nothing happened are there, and empty. */
export async function readCharts(db: Db, now: Date): Promise<Chart[]> {
  const first = Math.floor(now.getTime() / HOUR_MS) - DAYS * 24 + 1;
  const { rows } = await reach(() =>
    db.execute<{ chart: Chart["name"]; hour: string; value: number; bad: number }>(sql`
      select chart, hour, sum(value) as value, coalesce(sum(value) filter (where bad), 0) as bad
        from (select case name when 'updates_total' then 'updates' when 'jobs_ended_total' then 'jobs'
                               when 'vendor_calls_total' then 'vendors' else 'cost' end as chart,
                     hour, value, labels ~ 'state="dead"|outcome="(error|unavailable)"' as bad
                from tallies
               where name in ('updates_total', 'jobs_ended_total', 'vendor_calls_total', 'vendor_cost_micros_total')
                 and hour >= ${new Date(first * HOUR_MS).toISOString()}::timestamptz) as counted
       group by 1, 2`),
  );
  return CHARTS.map((name) => {
    const bars = Array.from({ length: DAYS * 24 }, (_, i) => ({
      at: new Date((first + i) * HOUR_MS),
      value: 0,
      bad: 0,
    }));
    for (const row of rows) {
      const bar =
        row.chart === name ? bars[Math.floor(new Date(row.hour).getTime() / HOUR_MS) - first] : undefined;
      if (bar) Object.assign(bar, { value: Number(row.value), bad: Number(row.bad) });
    }
    return { name, bars };
  });
}

/** How one vendor did in the last day. */
export interface VendorLine {
  vendor: string;
  calls: number;
  /** Through no fault of ours or the user's. */
  failed: number;
  meanSeconds: number;
}

export async function readVendors(db: Db, now: Date): Promise<VendorLine[]> {
  const { rows } = await reach(() =>
    db.execute<Record<keyof VendorLine, unknown>>(sql`
      select substring(labels from 'vendor="([^"]*)"') as vendor,
             coalesce(sum(value) filter (where name = 'vendor_calls_total'), 0) as calls,
             coalesce(sum(value) filter (where name = 'vendor_calls_total' and labels ~ 'outcome="(error|unavailable)"'), 0) as failed,
             coalesce(sum(value) filter (where name = 'vendor_seconds_sum')
               / nullif(sum(value) filter (where name = 'vendor_seconds_count'), 0), 0) as "meanSeconds"
        from tallies
       where name in ('vendor_calls_total', 'vendor_seconds_sum', 'vendor_seconds_count')
         and hour > ${now.toISOString()}::timestamptz - interval '24 hours'
       group by 1 order by 1`),
  );
  return rows.map(({ vendor, calls, failed, meanSeconds }) => ({
    vendor: String(vendor),
    calls: Number(calls),
    failed: Number(failed),
    meanSeconds: Number(meanSeconds),
  }));
}

/** Uses a login up; the commit breaks `operator_logins_pkey` when it was used before. */
export const noteLogin = (
  db: Db,
  { hash, telegramId }: { hash: string; telegramId: number },
  now: Date,
): Statement => db.insert(operatorLogins).values({ hash, telegramId, usedAt: now });
