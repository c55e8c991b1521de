import { type SQL, sql } from "drizzle-orm";
import { secondsLater } from "../../ports/clock.ts";
import type { Db, Statement } from "../../ports/postgres.ts";
import { jobs } from "../../schema/index.ts";
import { newId } from "../new-id.ts";
import { isJobKind, LEASE_SECONDS, type NewJob } from "./kinds.ts";

export type OwedJob = NewJob & { id: string };

export const withId = (job: NewJob, now: Date): OwedJob => ({ ...job, id: newId("job", now) });

/**
 * The row that says this work is owed; to be committed together with the change that causes it. Answers the row's id,
 * or nothing when the same work (by `key`) is owed already or `when` does not hold.
 * With `lease` the job is born taken: its maker runs it at once, and only a crash leaves it to the reconciler.
 */
export function owe(
  db: Db,
  job: OwedJob,
  now: Date,
  { lease, when }: { lease?: string; when?: SQL } = {},
): Statement {
  if (!lease && !when)
    return db.execute(sql`
      select id from owe_job(${job.id}, ${job.kind}, ${JSON.stringify(job.payload)}, ${job.key}, ${now.toISOString()}) as id`);
  const at = sql`${now.toISOString()}::timestamptz`;
  const taken = lease
    ? sql`'running'::job_state, 1, ${lease}, ${leaseEnd(job.kind, now).toISOString()}::timestamptz`
    : sql`'waiting'::job_state, 0, null, null::timestamptz`;
  return db.execute(sql`
    insert into ${jobs} (id, kind, payload, key, run_after, woken_at, created_at, patient_since,
                         state, attempts, lease, leased_until)
    select ${job.id}, ${job.kind}, ${JSON.stringify(job.payload)}::jsonb, ${job.key}, ${at}, ${at}, ${at}, ${at}, ${taken}
     where ${when ?? sql`true`}
    on conflict (key) do nothing
    returning id`);
}

export const leaseEnd = (kind: string, now: Date): Date =>
  secondsLater(now, isJobKind(kind) ? LEASE_SECONDS[kind] : 60);
