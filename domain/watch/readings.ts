import { sql } from "drizzle-orm";
import type { Tally } from "../../ports/meter.ts";
import { type Db, reach, type Statement } from "../../ports/postgres.ts";

/** How often the sums over whole tables are taken: they grow with the house, and change slowly. */
const HOURLY_SECONDS = 3_600;

/** Notes the last value of something that is measured now and then. */
export const noteReading = (db: Db, name: string, labels: string, value: number, now: Date): Statement =>
  db.execute(sql`
    insert into readings (name, labels, value, at) values (${name}, ${labels}, ${value}, ${now.toISOString()}::timestamptz)
    on conflict (name, labels) do update set value = excluded.value, at = excluded.at`);

/** Remembers when the last good backup was begun: what is in it is as old as that. */
export const noteBackup = (db: Db, begunAt: Date): Statement => noteReading(db, "backup", "", 1, begunAt);

/** Sums over whole tables, at most once an hour: people, coins, and bytes in storage as the rows know them. */
export async function measureHourly(db: Db, now: Date): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await reach(() =>
    db.execute(sql`
      with due as (
             select 1 where not exists (
               select 1 from readings where name = 'users'
                  and at > ${at} - make_interval(secs => ${HOURLY_SECONDS}::int))),
           measured as (
             select 'users' as name, '' as labels, (select count(*) from users where telegram_id > 0)::float8 as value from due
             union all
             select 'coins', 'of="balance"', (select coalesce(sum(balance), 0) from wallets) from due
             union all
             select 'coins', 'of="held"', (select coalesce(sum(held), 0) from wallets) from due
             union all
             select 'storage_bytes', 'bucket="transcripts"',
                    (select coalesce(sum(bytes), 0) from transcripts where original_key is not null)
                      + (select coalesce(sum(bytes), 0) from exports where storage_key is not null) from due
             union all
             select 'storage_bytes', 'bucket="avatars"',
                    (select coalesce(sum(bytes), 0) from avatar_photos where storage_key is not null)
                      + (select coalesce(sum(bytes), 0) from image_files where storage_key is not null)
                      + (select coalesce(sum(archive_bytes), 0) from trainings) from due)
      insert into readings (name, labels, value, at)
      select name, labels, value, ${at} from measured where exists (select 1 from due)
      on conflict (name, labels) do update set value = excluded.value, at = excluded.at`),
  );
}

/** All but those whose moment is what counts: up to when rows were counted, and the last backup. */
export async function readReadings(db: Db): Promise<Tally[]> {
  const { rows } = await reach(() =>
    db.execute<{ name: string; labels: string; value: number }>(
      sql`select name, labels, value from readings where name not in ('counted', 'backup') order by name, labels`,
    ),
  );
  return rows.map(({ name, labels, value }) => ({ name, labels, value: Number(value) }));
}
