import { sql } from "drizzle-orm";
import type { Tally } from "../../ports/meter.ts";
import { commit, type Db, reach, type Statement } from "../../ports/postgres.ts";
import { tallies } from "../../schema/index.ts";

/** Adds counts to those of this hour. Always in one order, so that two who add at once wait instead of deadlocking. */
export const addTallies = (db: Db, counts: readonly Tally[], now: Date): Statement =>
  db.execute(sql`
    insert into ${tallies} (name, labels, hour, value)
    select name, labels, date_trunc('hour', ${now.toISOString()}::timestamptz, 'UTC'), value
      from jsonb_to_recordset(${JSON.stringify(counts)}::jsonb) as counted(name text, labels text, value float8)
     order by name, labels
    on conflict (name, labels, hour) do update set value = ${tallies.value} + excluded.value`);

/** Rows are counted this long after they came: whoever wrote them has committed by then. */
const LAG_SECONDS = 60;

/**
 * Counts what rows tell anyway, so that nobody on the fast side counts: updates, ended jobs, recordings, works, coins.
 * The rows since the last count are counted once, whoever counts: the mark moves in the same statement.
 */
export async function countRows(db: Db, now: Date): Promise<void> {
  const at = now.toISOString();
  await commit(db, [
    db.execute(sql`
      insert into readings (name, labels, value, at)
      values ('counted', '', 0, ${at}::timestamptz - make_interval(secs => ${2 * LAG_SECONDS}::int))
      on conflict do nothing`),
    db.execute(sql`
      with mark as (select at from readings where name = 'counted' and labels = '' for update),
           moved as (update readings set at = ${at}::timestamptz - make_interval(secs => ${LAG_SECONDS}::int)
                      where name = 'counted' and labels = ''
                        and at < ${at}::timestamptz - make_interval(secs => ${LAG_SECONDS}::int) returning at),
           span as (select mark.at as since, moved.at as till from mark, moved),
           counted as (
             select 'updates_total' as name, '' as labels, count(*)::float8 as value
               from telegram_updates, span where received_at > since and received_at <= till
             union all
             select 'jobs_ended_total', format('kind="%s",state="%s"', kind, state), count(*)
               from jobs, span where state in ('done', 'dropped') and ended_at > since and ended_at <= till group by kind, state
             union all
             select 'jobs_ended_total', format('kind="%s",state="dead"', kind), count(*)
               from jobs, span where state = 'dead' and ended_at > since and ended_at <= till group by kind
             union all
             select 'job_seconds_sum', format('kind="%s"', kind), sum(extract(epoch from ended_at - created_at))
               from jobs, span where state in ('done', 'dropped') and ended_at > since and ended_at <= till group by kind
             union all
             select 'works_total', format('feature="%s"', feature), count(*)
               from works, span where created_at > since and created_at <= till group by feature
             union all
             select 'vendor_cost_micros_total', format('feature="%s"', feature), sum(vendor_micros)
               from works, span where created_at > since and created_at <= till group by feature
             union all
             select 'coins_moved_total', format('reason="%s"', reason), sum(abs(coins))
               from ledger_entries, span where created_at > since and created_at <= till group by reason)
      insert into tallies (name, labels, hour, value)
      select name, labels, date_trunc('hour', span.till, 'UTC'), value from counted, span where value > 0
       order by name, labels
      on conflict (name, labels, hour) do update set value = tallies.value + excluded.value`),
  ]);
}

/** Sums over all time: what Prometheus calls counters. */
export async function readTallies(db: Db): Promise<Tally[]> {
  const { rows } = await reach(() =>
    db.execute<{ name: string; labels: string; value: number }>(
      sql`select name, labels, sum(value) as value from tallies group by name, labels order by name, labels`,
    ),
  );
  return rows.map(({ name, labels, value }) => ({ name, labels, value: Number(value) }));
}

/** Charts go back so far; older hours become one row each, so that sums stay what they are. */
const KEEP_HOURS_DAYS = 35;

/** Folds old hours into one row for each count. Answers how many rows went. */
export async function foldTallies(db: Db, now: Date): Promise<number> {
  const { rows } = await reach(() =>
    db.execute<{ folded: string }>(sql`
      with old as (
             delete from tallies where hour > to_timestamp(0)
                and hour < ${now.toISOString()}::timestamptz - make_interval(days => ${KEEP_HOURS_DAYS}::int)
             returning name, labels, value),
           kept as (
             insert into tallies (name, labels, hour, value)
             select name, labels, to_timestamp(0), sum(value) from old group by name, labels order by name, labels
             on conflict (name, labels, hour) do update set value = tallies.value + excluded.value)
      select count(*) as folded from old`),
  );
  return Number(rows[0]?.folded ?? 0);
}
