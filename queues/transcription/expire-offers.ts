import { owe, withId } from "../../domain/jobs/index.ts";
import { cancelOwn, listForgottenOffers } from "../../domain/transcripts/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";

/** As many as one tick takes up; the rest follows a minute later. */
const SWEEP = 50;

/**
 * Part of every tick: a recording whose price nobody answered is let go as if it had been stopped, so that it is not kept
 * for ever; a text that it had stays. Answers how many.
 */
export async function expireOffers({
  db,
  clock,
  jobs,
}: Pick<Ports, "db" | "clock" | "jobs">): Promise<number> {
  const now = clock.now();
  const forgotten = await listForgottenOffers(db, now, SWEEP);
  if (forgotten.length === 0) return 0;
  const ends = forgotten.map(({ id, run, telegramId }) =>
    cancelOwn(db, telegramId, id, `offer:${id}:${run}`, now),
  );
  const owed = ends.map(({ job }) => withId(job, now));
  await commit(db, [...ends.flatMap(({ changes }) => changes), ...owed.map((job) => owe(db, job, now))]);
  await jobs.wake(owed);
  return forgotten.length;
}
