import { claimSilentImages, forgetDrafts } from "../../domain/images/index.ts";
import { type NewJob, owe, withId } from "../../domain/jobs/index.ts";
import type { Ports } from "../../ports/index.ts";
import { commit } from "../../ports/postgres.ts";

/** As many as one tick takes up; the rest follows a minute later. */
const SWEEP = 100;

/** Part of every tick: silent orders are asked about, and drafts that nobody wants any more go. Answers how many jobs are owed. */
export async function watchImages({
  db,
  clock,
  jobs,
}: Pick<Ports, "db" | "clock" | "jobs">): Promise<number> {
  const now = clock.now();
  const [silent] = await Promise.all([claimSilentImages(db, now, SWEEP), forgetDrafts(db, now)]);
  if (silent.length === 0) return 0;
  const owed = silent.map(({ id }) =>
    withId(
      {
        kind: "images.poll",
        payload: { imageId: id, follows: false },
        key: `poll:${id}:${now.getTime()}`,
      } satisfies NewJob,
      now,
    ),
  );
  await commit(
    db,
    owed.map((job) => owe(db, job, now)),
  );
  await jobs.wake(owed);
  return owed.length;
}
