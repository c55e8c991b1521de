import type { Act } from "../domain/admin/index.ts";
import { owe, withId } from "../domain/jobs/index.ts";
import type { Statement } from "../ports/postgres.ts";
import type { Database } from "./database.ts";

/** Owes the jobs of an act, for its commit: the worker takes them up within a minute. */
export const oweJobs = (
  { db }: Pick<Database, "db">,
  { jobs = [] }: Pick<Act, "jobs">,
  now: Date,
): Statement[] => jobs.map(({ when, ...job }) => owe(db, withId(job, now), now, when ? { when } : {}));
